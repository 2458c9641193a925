"""What a person can turn on and off while the service runs."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.evidence import Trail
from storage.rows import from_row, insert
from storage.tables import switches

PAUSED = "paused"


@dataclass(frozen=True)
class Switch:
    name: str
    value: str
    at: datetime
    by: str


class Switches:
    def __init__(self, connection: AsyncConnection, trail: Trail) -> None:
        self.connection = connection
        self.trail = trail

    async def find(self, name: str) -> Switch | None:
        row = (await self.connection.execute(switches.select().where(switches.c.name == name))).one_or_none()
        return None if row is None else from_row(Switch, row)

    async def turn(self, name: str, value: str, by: str, now: datetime) -> None:
        values = {"value": value, "at": now, "by": by}
        statement = insert(self.connection, switches).values(name=name, **values)
        await self.connection.execute(
            statement.on_conflict_do_update(index_elements=[switches.c.name], set_=values)
        )  # fmt: skip
        await self.trail.append(by, now, "switches", 0, {"name": name, "value": value})

    async def paused(self) -> Switch | None:
        """The switch where sending is paused, else None."""
        switch = await self.find(PAUSED)
        return switch if switch and switch.value else None
