"""The sheets of the showroom: HTML with every word escaped."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, PackageLoader

from bot.demo.pace import Speed
from bot.demo.showroom.live import revision
from bot.demo.showroom.names import initials, tint
from bot.demo.showroom.notes import words
from bot.demo.showroom.tour import Tour
from bot.demo.world import World


class Sheets:
    """Renders over one world: its time, speed and tour stand on every sheet."""

    def __init__(self, world: World, tour: Tour) -> None:
        self.world = world
        self.tour = tour
        self.shapes = Environment(
            loader=PackageLoader("bot.demo.showroom"), autoescape=True, trim_blocks=True, lstrip_blocks=True
        )  # fmt: skip
        self.shapes.globals |= {"initials": initials, "tint": tint, "speeds": tuple(Speed)}
        self.shapes.filters |= {
            "clock": self._clock,
            "day": self._day,
            "moment": self._moment,
            "short": self._short,
            "at": when,
        }

    async def show(self, name: str, here: str, note: str = "", **values: object) -> Response:
        """`here` is the address of this sheet, to which setting the speed comes back; `note` says what went wrong."""
        html = self.shapes.get_template(name).render(
            values, here=here, note=words(note), now=self.world.now, week=self._week(), weeks=self._weeks(),
            told=self.world.now >= self.world.end, speed=self.world.pace.speed, steps=await self.tour.steps(),
            part=self._part(), revision=revision(self.world),
        )  # fmt: skip
        return HTMLResponse(html)

    @property
    def _zone(self) -> ZoneInfo:
        return self.world.zone

    def _week(self) -> int:
        return min((self.world.now - self.world.start_of_story).days // 7 + 1, self._weeks())

    def _weeks(self) -> int:
        return (self.world.end - self.world.start_of_story).days // 7

    def _part(self) -> int:
        """How much of the story is told, in percent."""
        return round(100 * (self.world.now - self.world.start_of_story) / (self.world.end - self.world.start_of_story))

    def _clock(self, at: datetime) -> str:
        return f"{at.astimezone(self._zone):%H:%M}"

    def _day(self, at: datetime) -> str:
        return f"{at.astimezone(self._zone):%A %-d %B %Y}"

    def _short(self, at: datetime) -> str:
        return f"{at.astimezone(self._zone):%-d %b}"

    def _moment(self, at: datetime) -> str:
        return f"{at.astimezone(self._zone):%a %-d %b, %H:%M}"


def when(ts: str) -> datetime:
    """The instant of a message's ts."""
    return datetime.fromtimestamp(int(ts.partition(".")[0]), UTC)
