"""Controls in blocks: finding them, and what the app is told of what somebody chose or typed.

The shape of each answer is on the element's page under docs.slack.dev/reference/block-kit/block-elements, the state of
a form on docs.slack.dev/reference/interaction-payloads/view-interactions-payload. That Slack itself does not send a
form whose fields are empty or too long is on .../blocks/input-block; the words are a guess.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.demo.workspace.records import Json
from bot.demo.workspace.refusal import NothingThere, Unanswered

ONE = {
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "multi_users_select": ("selected_users", "initial_users"),
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
}
OPTION = {"static_select": "initial_option", "radio_buttons": "initial_option"}
OPTIONS = {"multi_static_select": "initial_options", "checkboxes": "initial_options"}

State = dict[str, dict[str, Json]]


def controls(blocks: Iterable[Json]) -> Iterator[tuple[Json, Json]]:
    """Everything that can be pressed or filled, with the block it stands in."""
    for block in blocks:
        named = [block.get("accessory"), block.get("element")]
        more = block.get("elements", []) if block.get("type") == "actions" else []
        for element in [*named, *more]:
            if element and "action_id" in element:
                yield block, element


def find(blocks: Iterable[Json], action_id: str, value: str | None = None) -> tuple[Json, Json]:
    """The control of this id; where several have it, the button of this value.

    Raises: NothingThere.
    """
    found = [one for one in controls(blocks) if one[1]["action_id"] == action_id]
    if len(found) > 1 and value is not None:
        found = [one for one in found if one[1].get("value") == value]
    if not found:
        raise NothingThere(f"no control {action_id}")
    return found[0]


def action(block: Json, element: Json, value: Any, ts: str) -> Json:
    """One entry of `actions`: docs.slack.dev/reference/interaction-payloads/block_actions-payload."""
    told = {"action_id": element["action_id"], "block_id": block["block_id"], "action_ts": ts, "type": element["type"]}
    if element["type"] == "button":
        return told | {name: element[name] for name in ("text", "value", "style") if name in element}
    if element["type"] == "overflow":
        return told | {"selected_option": _option(element, value)}
    return told | answer(element, value)


def answer(element: Json, value: Any) -> Json:
    """What stands in a field after somebody chose or typed this.

    Raises: NothingThere.
    """
    kind = element["type"]
    if kind in OPTION:
        return {"type": kind, "selected_option": _option(element, value) if value is not None else None}
    if kind in OPTIONS:
        return {"type": kind, "selected_options": [_option(element, one) for one in value or ()]}
    if kind == "file_input":
        return {"type": kind, "files": list(value or ())}
    if kind not in ONE:
        raise NothingThere(f"{kind} holds nothing")
    return {"type": kind, ONE[kind][0]: value}


def filled(blocks: Iterable[Json], values: Mapping[str, Any], chosen: Mapping[str, Any]) -> State:
    """The state of a form that somebody filled with these values, by action_id or by block_id.

    What they left alone is as they chose it before, or as the app set it.
    Raises: NothingThere, Unanswered.
    """
    state: State = {}
    left = set(values)
    for block, element in controls(blocks):
        if element["type"] in ("button", "overflow"):
            continue
        ids = {element["action_id"], block["block_id"]} & values.keys()
        left -= ids
        held = answer(element, values[ids.pop()]) if ids else _before(block, element, chosen)
        if block["type"] == "input":
            _acceptable(block, element, held)
        state.setdefault(block["block_id"], {})[element["action_id"]] = held
    if left:
        raise NothingThere(f"no field {', '.join(sorted(left))}")
    return state


def _before(block: Json, element: Json, chosen: Mapping[str, Any]) -> Json:
    held = chosen.get(block["block_id"], {}).get(element["action_id"])
    return dict(held) if held else _initial(element)


def _initial(element: Json) -> Json:
    kind = element["type"]
    if kind in OPTION:
        return {"type": kind, "selected_option": element.get(OPTION[kind])}
    if kind in OPTIONS:
        return {"type": kind, "selected_options": element.get(OPTIONS[kind], [])}
    if kind == "file_input":
        return {"type": kind, "files": []}
    named, initial = ONE[kind]
    return {"type": kind, named: element.get(initial)}


def _acceptable(block: Json, element: Json, held: Json) -> None:
    value = next(inner for name, inner in held.items() if name != "type")
    if not value and not block.get("optional"):
        raise Unanswered(f"{block['label']['text']} is empty")
    length = len(value) if isinstance(value, str) else 0
    if length and not element.get("min_length", 0) <= length <= element.get("max_length", 3000):
        raise Unanswered(f"{block['label']['text']} has {length} characters")


def _option(element: Json, value: str) -> Json:
    groups = element.get("option_groups", [])
    options = [*element.get("options", []), *(option for group in groups for option in group["options"])]
    for option in options:
        if option["value"] == value:
            return {name: option[name] for name in ("text", "value")}
    raise NothingThere(f"no choice {value} in {element['action_id']}")
