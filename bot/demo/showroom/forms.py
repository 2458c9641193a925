"""Between the browser's forms and the workspace: what stands in a field, and what somebody chose or typed there."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.datastructures import FormData

from bot.demo.workspace.fields import ONE, OPTION, OPTIONS, find
from bot.demo.workspace.records import Json, View
from bot.demo.workspace.refusal import NothingThere

CHOSEN, TYPED = "c:", "b:"
"""What a control's name begins with: alone it is known by its action_id, in an input block by its block_id."""


def standing(block: Json, element: Json, chosen: Mapping[str, Json]) -> list[str]:
    """What stands in a field as its values: what was chosen before, else what the app set."""
    held = chosen.get(block["block_id"], {}).get(element["action_id"])
    found = _chosen(element["type"], held) if held else _initial(element)
    return [one["value"] if isinstance(one, dict) else str(one) for one in found if one]


def given(element: Json, values: list[str]) -> Any:
    """What the workspace takes for what the browser sent: one value, a list of them, or None for nothing."""
    if element["type"] in OPTIONS or element["type"].startswith("multi_"):
        return [one for one in values if one]
    return values[-1].replace("\r\n", "\n") if values and values[-1] else None


def typed(view: View, form: FormData) -> dict[str, Any]:
    """All that stands in the input blocks of a form as it was sent, by block_id."""
    return {
        block["block_id"]: given(block["element"], _texts(form, f"{TYPED}{block['block_id']}"))
        for block in view.blocks
        if block["type"] == "input"
    }


def pressed(blocks: list[Json], form: FormData) -> tuple[str, Any]:
    """What was pressed or chosen, as (action_id, value).

    Raises: NothingThere.
    """
    if "pressed" in form:
        return _button(str(form["pressed"]))
    if "dispatches" in form:
        block, element = find(blocks, str(form["dispatches"]))
        return element["action_id"], given(element, _texts(form, f"{TYPED}{block['block_id']}"))
    _, element = find(blocks, str(form.get("chooses", "")))
    return element["action_id"], given(element, _texts(form, f"{CHOSEN}{element['action_id']}"))


def _button(told: str) -> tuple[str, str | None]:
    """A button or an entry of an overflow menu tells both in one: `["acknowledge", "7"]`."""
    try:
        action_id, value = json.loads(told)
    except ValueError as why:
        raise NothingThere("no such button") from why
    return str(action_id), str(value) if value else None


def _chosen(kind: str, held: Json) -> list[Any]:
    if kind in OPTION:
        return [held.get("selected_option")]
    if kind in OPTIONS:
        return held.get("selected_options") or []
    return _listed(held.get(ONE[kind][0])) if kind in ONE else []


def _initial(element: Json) -> list[Any]:
    kind = element["type"]
    if kind in OPTION:
        return [element.get(OPTION[kind])]
    if kind in OPTIONS:
        return element.get(OPTIONS[kind]) or []
    return _listed(element.get(ONE[kind][1])) if kind in ONE else []


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _texts(form: FormData, name: str) -> list[str]:
    return [one for one in form.getlist(name) if isinstance(one, str)]
