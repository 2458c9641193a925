"""Which token belongs to which thing; the tokens themselves are never kept."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.rows import insert
from storage.tables import tokens
from surveys.token import Keyring, Purpose, fingerprint


class Tokens:
    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection

    async def keep(self, minted: Mapping[Purpose, str], about: int) -> None:
        rows = [{"fingerprint": fingerprint(t), "purpose": purpose, "about": about} for purpose, t in minted.items()]
        await self.connection.execute(insert(self.connection, tokens).on_conflict_do_nothing(), rows)

    async def about(self, token: str, purpose: Purpose, keyring: Keyring) -> int | None:
        """The id that a token of this purpose stands for; None for any token that we did not mint."""
        where = (tokens.c.fingerprint == fingerprint(token)) & (tokens.c.purpose == purpose)
        found = (await self.connection.execute(sa.select(tokens.c.about).where(where))).scalar_one_or_none()
        if found is None or not keyring.minted(token, purpose, found):
            return None
        return int(found)
