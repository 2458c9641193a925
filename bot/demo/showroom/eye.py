"""One person's look at one message or form: what they may press there, and what stands chosen for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from bot.demo.showroom.forms import standing
from bot.demo.showroom.mrkdwn import mrkdwn, plain
from bot.demo.showroom.names import Names
from bot.demo.showroom.richtext import rich_text
from bot.demo.workspace.records import Channel, File, Json, User
from bot.demo.workspace.workspace import Workspace


@dataclass(frozen=True)
class Eye:
    """`press` is where a press goes, with `hidden` beside it; inside a `form` it takes all that was typed along."""

    workspace: Workspace
    user: str
    mark: str
    press: str
    hidden: Mapping[str, str] = field(default_factory=dict)
    chosen: Mapping[str, Json] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    form: bool = False

    @property
    def names(self) -> Names:
        return Names(self.workspace)

    @property
    def people(self) -> list[User]:
        """Whom a menu of people offers."""
        return [one for one in self.workspace.users.values() if not one.bot and not one.deleted]

    @property
    def channels(self) -> list[Channel]:
        return [one for one in self.workspace.channels.values() if not one.direct and self.user in one.members]

    def text(self, told: Json) -> Markup:
        """A text object."""
        return mrkdwn(told["text"], self.names) if told["type"] == "mrkdwn" else plain(told["text"])

    def rich(self, block: Json) -> Markup:
        return rich_text(block, self.names)

    def words(self, text: str) -> Markup:
        """The words of a message that has no blocks."""
        return mrkdwn(text, self.names)

    def held(self, block: Json, element: Json) -> list[str]:
        """What stands in a field."""
        return standing(block, element, self.chosen)

    def file(self, image: Json) -> File | None:
        """The upload that an image shows, if it is one that is there."""
        return self.workspace.files.get(str(image.get("slack_file", {}).get("id")))

    def id(self, block: Json, element: Json | None = None) -> str:
        """An id on the page for a block or a control in it; an action_id may stand in several blocks."""
        return "-".join(("c", self.mark, block["block_id"], *([element["action_id"]] if element else [])))

    @staticmethod
    def options(element: Json) -> list[tuple[str, list[Json]]]:
        """The options of a menu in their groups; those outside of groups have a nameless one."""
        groups: list[Any] = element.get("option_groups", [])
        return [("", element.get("options", [])), *((one["label"]["text"], one["options"]) for one in groups)]
