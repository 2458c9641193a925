"""Forms in Slack, as Block Kit: their fields, and the words that take a form's place once it was sent."""

from collections.abc import Sequence
from typing import Any

from handlers.words.blocks import Block, cut, paragraph, written

LONGEST_TITLE = 24
LONGEST_LABEL = 2000
LONGEST_OPTION = 75
LONGEST_QUESTION, LONGEST_WARNING, LONGEST_CONSENT = 100, 300, 30

Option = tuple[str, str]
"""What a choice stands for, and how it reads."""


def form(
    name: str, title: str, send: str, blocks: Sequence[Block], about: str = "", *, close: str = "Cancel"
) -> dict[str, Any]:
    """A form that is sent under `name`; `about` comes back with it."""
    return {
        "type": "modal",
        "callback_id": name,
        "title": plain(title, LONGEST_TITLE),
        "submit": plain(send, LONGEST_TITLE),
        "close": plain(close, LONGEST_TITLE),
        "private_metadata": about,
        "blocks": list(blocks),
    }


def notice(title: str, words: str) -> dict[str, Any]:
    """What stands in a form's place when there is nothing more to fill in."""
    return {
        "type": "modal",
        "title": plain(title, LONGEST_TITLE),
        "close": plain("Close", LONGEST_TITLE),
        "blocks": [paragraph([[written(words)]])],
    }


def line(field: str, label: str, *, optional: bool = False, value: str = "", hint: str = "", most: int = 200) -> Block:
    """One line to write."""
    return _entered(field, label, {"type": "plain_text_input", **_typed(value, most)}, optional, hint)


def text(field: str, label: str, *, optional: bool = False, value: str = "", hint: str = "", most: int = 3000) -> Block:
    """Several lines to write."""
    inner = {"type": "plain_text_input", "multiline": True, **_typed(value, most)}
    return _entered(field, label, inner, optional, hint)


def choice(
    field: str, label: str, options: Sequence[Option], *, optional: bool = False, chosen: str = "", hint: str = ""
) -> Block:
    """One of a few, all in sight."""
    return _entered(field, label, {"type": "radio_buttons", **_options(options, chosen)}, optional, hint)


def menu(
    field: str, label: str, options: Sequence[Option], *, optional: bool = False, chosen: str = "", hint: str = ""
) -> Block:
    """One of many."""
    return _entered(field, label, {"type": "static_select", **_options(options, chosen)}, optional, hint)


def person(field: str, label: str, *, chosen: str = "") -> Block:
    """Somebody in the workspace."""
    initial = {"initial_user": chosen} if chosen else {}
    return _entered(field, label, {"type": "users_select", **initial}, False, "")


def people(field: str, label: str, *, hint: str = "") -> Block:
    """Some of those in the workspace."""
    return _entered(field, label, {"type": "multi_users_select"}, False, hint)


def day(field: str, label: str, *, chosen: str = "") -> Block:
    """A day of the calendar, which may be left open."""
    initial = {"initial_date": chosen} if chosen else {}
    return _entered(field, label, {"type": "datepicker", **initial}, True, "")


def several(field: str, label: str, options: Sequence[Option]) -> Block:
    """Some of a few, all in sight; none is ticked beforehand, and none has to be."""
    return _entered(field, label, {"type": "checkboxes", **_options(options, "")}, True, "")


def files(field: str, label: str, *, most: int, hint: str = "") -> Block:
    """Files from one's own computer (docs.slack.dev/reference/block-kit/block-elements/file-input-element)."""
    return _entered(field, label, {"type": "file_input", "max_files": most}, False, hint)


def confirmed(title: str, words: str, yes: str, no: str) -> Block:
    """What a button asks before it does something."""
    return {
        "title": plain(title, LONGEST_QUESTION),
        "text": plain(words, LONGEST_WARNING),
        "confirm": plain(yes, LONGEST_CONSENT),
        "deny": plain(no, LONGEST_CONSENT),
    }


def plain(words: str, most: int) -> Block:
    return {"type": "plain_text", "text": cut(words, most)}


def _entered(field: str, label: str, element: Block, optional: bool, hint: str) -> Block:
    return {
        "type": "input",
        "block_id": field,
        "optional": optional,
        "label": plain(label, LONGEST_LABEL),
        "element": {**element, "action_id": field},
        **({"hint": plain(hint, LONGEST_LABEL)} if hint else {}),
    }


def _typed(value: str, most: int) -> Block:
    return {"max_length": most, **({"initial_value": cut(value, most)} if value else {})}


def _options(options: Sequence[Option], chosen: str) -> Block:
    made = [{"text": plain(words, LONGEST_OPTION), "value": value} for value, words in options]
    initial = next((one for one in made if one["value"] == chosen), None)
    return {"options": made, **({"initial_option": initial} if initial else {})}
