"""Which blocks and views are taken and which are refused."""

import pytest

from bot.demo.workspace.blocks import message_findings, view_findings


def words(length: int, kind: str = "plain_text") -> dict:
    return {"type": kind, "text": "x" * length}


def button(length: int = 5, value: int = 5, action: str = "a", **more) -> dict:
    return {"type": "button", "action_id": action, "text": words(length), "value": "v" * value, **more}


def actions(*elements: dict) -> list:
    return [{"type": "actions", "elements": list(elements)}]


def menu(count: int) -> dict:
    options = [{"text": words(3), "value": str(number)} for number in range(count)]
    return {"type": "static_select", "action_id": "a", "options": options}


INPUT = {"type": "input", "label": words(3), "element": {"type": "plain_text_input", "action_id": "a"}}
DIVIDER = {"type": "divider"}

BAD = {
    "unknown block": [{"type": "bogus"}],
    "no list": {"type": "divider"},
    "no object": ["divider"],
    "header 151": [{"type": "header", "text": words(151)}],
    "header mrkdwn": [{"type": "header", "text": words(5, "mrkdwn")}],
    "section empty": [{"type": "section"}],
    "section text 3001": [{"type": "section", "text": words(3001)}],
    "section text empty": [{"type": "section", "text": words(0)}],
    "section 11 fields": [{"type": "section", "fields": [words(5)] * 11}],
    "section field 2001": [{"type": "section", "fields": [words(2001)]}],
    "button text 76": actions(button(76)),
    "button value 2001": actions(button(5, 2001)),
    "button mrkdwn": actions({"type": "button", "text": words(3, "mrkdwn")}),
    "actions 26": actions(*(button(action=str(number)) for number in range(26))),
    "actions empty": actions(),
    "actions dup action_id": actions(button(), button()),
    "input in actions": actions({"type": "plain_text_input", "action_id": "a"}),
    "context 11": [{"type": "context", "elements": [words(5)] * 11}],
    "context button": [{"type": "context", "elements": [button()]}],
    "block_id 256": [{**DIVIDER, "block_id": "b" * 256}],
    "action_id 256": actions(button(action="a" * 256)),
    "dup block_id": [{**DIVIDER, "block_id": "b"}] * 2,
    "image no alt": [{"type": "image", "image_url": "https://x.example/y.png"}],
    "image of nothing": [{"type": "image", "alt_text": "a chart"}],
    "image of an unknown file": [{"type": "image", "alt_text": "a chart", "slack_file": {"id": "F9"}}],
    "51 blocks": [DIVIDER] * 51,
    "bad style": actions(button(style="blue")),
    "unknown prop": [{**DIVIDER, "colour": "red"}],
    "select 101 options": actions(menu(101)),
    "select without options": actions({"type": "static_select", "action_id": "a"}),
    "input no label": [{"type": "input", "element": {"type": "plain_text_input", "action_id": "a"}}],
    "markdown 12001": [{"type": "markdown", "text": "x" * 7000}, {"type": "markdown", "text": "x" * 5001}],
}

GOOD = {
    "card": [{"type": "section", "text": words(3000, "mrkdwn")}, DIVIDER, *actions(button(75, 2000, style="danger"))],
    "form": [{**INPUT, "element": {**INPUT["element"], "multiline": True, "max_length": 3000}}],
    "digest": [
        {"type": "header", "text": {**words(150), "emoji": True}},
        {"type": "context", "elements": [words(3, "mrkdwn")] * 10},
        {"type": "image", "alt_text": "a chart", "slack_file": {"id": "F1"}},
    ],
    "menus": actions(menu(100), {**menu(2), "action_id": "b"}, {"type": "users_select", "action_id": "c"}),
    "accessory": [{"type": "section", "text": words(1), "accessory": button(confirm={
        "title": words(100), "text": words(300), "confirm": words(30), "deny": words(30)})}],
    "fifty": [DIVIDER] * 50,
}  # fmt: skip

FORM = {"type": "modal", "title": words(24), "submit": words(24), "close": words(24), "blocks": [INPUT]}

BAD_VIEWS = {
    "title 25": {**FORM, "title": words(25)},
    "no title": {name: value for name, value in FORM.items() if name != "title"},
    "submit 25": {**FORM, "submit": words(25)},
    "close 25": {**FORM, "close": words(25)},
    "private_metadata 3001": {**FORM, "private_metadata": "x" * 3001},
    "callback_id 256": {**FORM, "callback_id": "x" * 256},
    "101 blocks": {**FORM, "blocks": [DIVIDER] * 101},
    "no blocks": {"type": "modal", "title": words(3)},
    "inputs without submit": {"type": "modal", "title": words(3), "blocks": [INPUT]},
    "a home tab": {"type": "home", "blocks": [DIVIDER]},
    "unknown prop": {**FORM, "colour": "red"},
    "no view": None,
}


@pytest.mark.parametrize("blocks", BAD.values(), ids=BAD)
def test_bad_blocks_are_refused(blocks: object) -> None:
    """Every limit and shape of Block Kit that a message can break is found."""
    assert message_findings(blocks, {"F1"}.__contains__)


@pytest.mark.parametrize("blocks", GOOD.values(), ids=GOOD)
def test_good_blocks_are_taken(blocks: object) -> None:
    """What stands exactly at the limits is taken."""
    assert message_findings(blocks, {"F1"}.__contains__) == []


@pytest.mark.parametrize("view", BAD_VIEWS.values(), ids=BAD_VIEWS)
def test_bad_views_are_refused(view: object) -> None:
    """Every limit of a form is found."""
    assert view_findings(view, "modal", bool)


def test_good_views_are_taken() -> None:
    """A form at its limits and a home tab of a hundred blocks are taken."""
    assert view_findings({**FORM, "private_metadata": "x" * 3000, "callback_id": "x" * 255}, "modal", bool) == []
    assert view_findings({"type": "home", "blocks": [DIVIDER] * 100}, "home", bool) == []
