"""What a call of the Web API was given, whichever way it came.

Form fields, query parameters and JSON are all taken, and lists and objects inside a form are JSON again:
docs.slack.dev/apis/web-api/#methods. That a missing argument is `invalid_arguments` with the field named is a guess for
most methods.
"""

import json
from collections.abc import Mapping
from typing import Any

from bot.demo.workspace.refusal import Refused
from bot.demo.workspace.shapes import finding


class Arguments:
    """Raises: Refused, from each of its methods."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = given

    def __contains__(self, name: str) -> bool:
        return self.given.get(name) not in (None, "")

    def need(self, name: str) -> str:
        if name not in self:
            raise Refused("invalid_arguments", [finding(f"missing required field: {name}", "")])
        return str(self.given[name])

    def text(self, name: str) -> str:
        return str(self.given[name]) if name in self else ""

    def number(self, name: str, default: int) -> int:
        try:
            return int(self.given[name]) if name in self else default
        except (TypeError, ValueError) as why:
            raise Refused("invalid_arguments", [finding(f"must be a number: {name}", "")]) from why

    def flag(self, name: str) -> bool:
        return str(self.given.get(name, "")).lower() in ("1", "true")

    def structure(self, name: str, error: str) -> Any:
        """A list or an object; what is no JSON is refused with this error."""
        value = self.given.get(name)
        try:
            return json.loads(value) if isinstance(value, str) and value else value or None
        except ValueError as why:
            raise Refused(error) from why
