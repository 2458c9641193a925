"""Which blocks Slack takes: limits and shapes of Block Kit.

Rests on docs.slack.dev/reference/block-kit (a page for each block, element and composition object), on
docs.slack.dev/reference/views for forms, and on docs.slack.dev/reference/methods/chat.postMessage for messages.
Guesses: a repeated action_id is refused inside one block only; characters are counted as Python counts them; rich
text is taken as it comes; a file may stand in an image block as soon as its upload is completed.
"""

from collections.abc import Callable, Iterator
from typing import Any

from bot.demo.workspace.records import Json
from bot.demo.workspace.shapes import (
    Check,
    anything,
    finding,
    flag,
    items,
    kinds,
    number,
    one_of,
    shape,
    string,
    text,
)

MOST_IN_MESSAGE, MOST_IN_VIEW, MOST_MARKDOWN = 50, 100, 12_000

Known = Callable[[str], bool]


def message_findings(blocks: Any, known_file: Known) -> list[str]:
    """What keeps these from being a message's blocks, none if nothing does."""
    return list(_findings(blocks, MOST_IN_MESSAGE, "/blocks", known_file, least=0))


def view_findings(view: Any, kind: str, known_file: Known) -> list[str]:
    """What keeps this from being a view of this kind ("modal" or "home")."""
    if not isinstance(view, dict) or view.get("type") != kind:
        return [finding(f"must be a view of type {kind}", "/view/type")]
    found = [*VIEWS[kind]({name: value for name, value in view.items() if name not in STATED}, "/view")]
    found += _findings(view.get("blocks"), MOST_IN_VIEW, "/view/blocks", known_file, least=0)
    if kind == "modal" and not view.get("submit") and any(_kind(one) == "input" for one in view.get("blocks") or ()):
        found.append(finding("submit is needed where there are inputs", "/view/submit"))
    return found


def _findings(blocks: Any, most: int, at: str, known_file: Known, least: int) -> Iterator[str]:
    yield from items(kinds(BLOCKS), most, least)(blocks, at)
    if not isinstance(blocks, list):
        return
    sound = [(number, block) for number, block in enumerate(blocks) if isinstance(block, dict)]
    yield from _repeated([(f"{at}/{n}/block_id", block.get("block_id")) for n, block in sound], "block_id")
    for n, block in sound:
        elements = block.get("elements") if block.get("type") == "actions" else None
        ids = [(f"{at}/{n}/elements/{e}/action_id", one.get("action_id")) for e, one in _objects(elements)]
        yield from _repeated(ids, "action_id")
        yield from _strange_files(block, f"{at}/{n}", known_file)
    if sum(len(block.get("text") or "") for _, block in sound if _kind(block) == "markdown") > MOST_MARKDOWN:
        yield finding(f"markdown blocks hold no more than {MOST_MARKDOWN} characters together", at)


def _objects(values: Any) -> Iterator[tuple[int, Json]]:
    if isinstance(values, list):
        yield from ((number, value) for number, value in enumerate(values) if isinstance(value, dict))


def _repeated(ids: list[tuple[str, Any]], name: str) -> Iterator[str]:
    seen: set[str] = set()
    for at, value in ids:
        if isinstance(value, str) and value in seen:
            yield finding(f"{name} already exists: {value}", at)
        elif isinstance(value, str):
            seen.add(value)


def _strange_files(value: Any, at: str, known_file: Known) -> Iterator[str]:
    if isinstance(value, list):
        for number, one in enumerate(value):
            yield from _strange_files(one, f"{at}/{number}", known_file)
    elif isinstance(value, dict):
        named = value.get("slack_file")
        if isinstance(named, dict) and not ("url" in named or known_file(str(named.get("id")))):
            yield finding("invalid slack file", f"{at}/slack_file")
        for name, inner in value.items():
            yield from _strange_files(inner, f"{at}/{name}", known_file)


def _kind(value: Any) -> Any:
    return value.get("type") if isinstance(value, dict) else None


def _image(extra: dict[str, Check]) -> Check:
    """An image comes from an address or from an upload, never from both: .../blocks/image-block."""
    inner = shape(
        {"alt_text": string(2000)},
        {"image_url": string(3000), "slack_file": shape({}, {"id": string(255), "url": string(3000)}), **extra},
    )

    def check(value: Any, at: str) -> Iterator[str]:
        yield from inner(value, at)
        if isinstance(value, dict) and ("image_url" in value) == ("slack_file" in value):
            yield finding("one of image_url and slack_file is needed", at)

    return check


def _section(value: Any, at: str) -> Iterator[str]:
    """A section has text or fields: .../blocks/section-block."""
    yield from SECTION(value, at)
    if isinstance(value, dict) and not value.get("text") and not value.get("fields"):
        yield finding("one of text and fields is needed", at)


def _select(extra: dict[str, Check], **required: Check) -> Check:
    return shape(required, {**ASKING, **extra})


IDS: dict[str, Check] = {"action_id": string(255)}
CONFIRM = shape(
    {"title": text(100), "text": text(300, "plain_text", "mrkdwn"), "confirm": text(30), "deny": text(30)},
    {"style": one_of("primary", "danger")},
)
ASKING: dict[str, Check] = {**IDS, "placeholder": text(150), "focus_on_load": flag, "confirm": CONFIRM}
STYLE = one_of("primary", "danger")

PLAIN_OPTION = shape({"text": text(75), "value": string(150)}, {"description": text(75), "url": string(3000)})
OPTION = shape(
    {"text": text(75, "plain_text", "mrkdwn"), "value": string(150)},
    {"description": text(75, "plain_text", "mrkdwn")},
)
OPTIONS = items(PLAIN_OPTION, 100)
GROUPS = items(shape({"label": text(75), "options": OPTIONS}), 100)
SELECTED: dict[str, Check] = {"max_selected_items": number(1, 100)}
RESPONDING: dict[str, Check] = {
    "response_url_enabled": flag,
    "default_to_current_conversation": flag,
    "filter": anything,
}


def _options(value: Any, at: str) -> Iterator[str]:
    """A menu has options or groups of them: .../block-elements/select-menu-element."""
    yield from STATIC(value, at)
    if isinstance(value, dict) and ("options" in value) == ("option_groups" in value):
        yield finding("one of options and option_groups is needed", at)


STATIC = _select(
    {"options": OPTIONS, "option_groups": GROUPS, "initial_option": PLAIN_OPTION,
     "initial_options": items(PLAIN_OPTION, 100), **SELECTED}
)  # fmt: skip
LINES: dict[str, Check] = {"initial_value": string(3000, 0), "min_length": number(0, 3000),
                           "max_length": number(1, 3000), "dispatch_action_config": anything}  # fmt: skip
TYPED: dict[str, Check] = {"initial_value": string(3000, 0), "dispatch_action_config": anything}

SELECTS: dict[str, Check] = {
    "static_select": _options,
    "multi_static_select": _options,
    "users_select": _select({"initial_user": string(255)}),
    "multi_users_select": _select({"initial_users": items(string(255), 100, 0), **SELECTED}),
    "channels_select": _select({"initial_channel": string(255), "response_url_enabled": flag}),
    "conversations_select": _select({"initial_conversation": string(255), **RESPONDING}),
    "datepicker": _select({"initial_date": string(10, 10)}),
    "timepicker": _select({"initial_time": string(5, 5), "timezone": string(255)}),
    "radio_buttons": _select({"initial_option": OPTION}, options=items(OPTION, 10)),
    "checkboxes": _select({"initial_options": items(OPTION, 10)}, options=items(OPTION, 10)),
}
BUTTON = shape(
    {"text": text(75)},
    {**IDS, "value": string(2000, 0), "url": string(3000), "style": STYLE, "confirm": CONFIRM,
     "accessibility_label": string(75)},
)  # fmt: skip
OVERFLOW = shape({"options": items(PLAIN_OPTION, 5)}, {**IDS, "confirm": CONFIRM})
PRESSED: dict[str, Check] = {"button": BUTTON, "overflow": OVERFLOW, **SELECTS}
ENTERED: dict[str, Check] = {
    **SELECTS,
    "file_input": shape({}, {**IDS, "filetypes": items(string(20), 100), "max_files": number(1, 10)}),
    "plain_text_input": _select({"multiline": flag, **LINES}),
    "email_text_input": _select(TYPED),
    "url_text_input": _select(TYPED),
    "number_input": _select(
        {**TYPED, "min_value": string(255), "max_value": string(255)}, is_decimal_allowed=flag
    ),
}  # fmt: skip

BLOCK: dict[str, Check] = {"block_id": string(255)}
SECTION = shape(
    {},
    {**BLOCK, "text": text(3000, "plain_text", "mrkdwn"), "fields": items(text(2000, "plain_text", "mrkdwn"), 10),
     "accessory": kinds({**PRESSED, "image": _image({})}), "expand": flag},
)  # fmt: skip
WORDS = text(3000, "plain_text", "mrkdwn")
BLOCKS: dict[str, Check] = {
    "section": _section,
    "header": shape({"text": text(150)}, BLOCK),
    "divider": shape({}, BLOCK),
    "image": _image({**BLOCK, "title": text(2000)}),
    "actions": shape({"elements": items(kinds(PRESSED), 25)}, BLOCK),
    "context": shape(
        {"elements": items(kinds({"image": _image({}), "plain_text": WORDS, "mrkdwn": WORDS}), 10)}, BLOCK
    ),
    "input": shape(
        {"label": text(2000), "element": kinds(ENTERED)},
        {**BLOCK, "hint": text(2000), "optional": flag, "dispatch_action": flag},
    ),
    "markdown": shape({"text": string(MOST_MARKDOWN)}, BLOCK),
    "rich_text": shape({"elements": items(anything, 1000)}, BLOCK),
}

VIEW: dict[str, Check] = {"private_metadata": string(3000, 0), "callback_id": string(255, 0),
                          "external_id": string(255, 0)}  # fmt: skip
VIEWS: dict[str, Check] = {
    "modal": shape(
        {"title": text(24), "blocks": anything},
        {**VIEW, "submit": text(24), "close": text(24), "clear_on_close": flag, "notify_on_close": flag,
         "submit_disabled": flag},
    ),
    "home": shape({"blocks": anything}, VIEW),
}  # fmt: skip
STATED = frozenset({"state", "hash", "id"})
