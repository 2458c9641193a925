"""Whatever the service sends to Slack in any test is also looked at with the models of Slack's own library."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.demo.workspace import forms, messages, responses

Findings = Callable[..., list[str]]

INNER = ("text", "element", "accessory", "label")


def faults(blocks: list[dict[str, Any]]) -> Iterator[str]:
    """What Slack's models say against these blocks: an unknown one, one that breaks a limit, one they would change."""
    for given, block in zip(blocks, Block.parse_all(blocks), strict=True):
        try:
            block.validate_json()
            for part in (*(getattr(block, "elements", None) or ()), *(getattr(block, name, None) for name in INNER)):
                if hasattr(part, "validate_json"):
                    part.validate_json()
        except SlackObjectFormationError as why:
            yield f"{given.get('type')}: {why}"
        if json.loads(json.dumps(block.to_dict())) != given:
            yield f"{given.get('type')} is not given back unchanged: {given}"


def view_faults(view: dict[str, Any]) -> Iterator[str]:
    try:
        View(**view).validate_json()
    except SlackObjectFormationError as why:
        yield f"view: {why}"
    yield from faults(view["blocks"])


def watch(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Look at all that the workspace stand-in takes from now on; returns the list to which faults are added."""
    found: list[str] = []
    monkeypatch.setattr(messages, "message_findings", _looking(messages.message_findings, faults, found))
    for module in (forms, responses):
        monkeypatch.setattr(module, "view_findings", _looking(module.view_findings, view_faults, found))
    return found


def _looking(findings: Findings, look: Callable[[Any], Iterator[str]], found: list[str]) -> Findings:
    def looking(what: Any, *more: Any) -> list[str]:
        refused = findings(what, *more)
        if not refused and what:
            found.extend(look(json.loads(json.dumps(what))))
        return refused

    return looking
