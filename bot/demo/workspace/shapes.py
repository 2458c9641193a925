"""A small language for saying what JSON must look like, with findings worded as Slack words them.

Slack names the place as a JSON pointer in `response_metadata.messages`; that form is documented at
docs.slack.dev/reference/methods/blocks.validate, the words themselves are a guess.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Check = Callable[[Any, str], Iterator[str]]


def finding(words: str, at: str) -> str:
    return f"[ERROR] {words} [json-pointer:{at}]"


def kinds(table: Mapping[str, Check]) -> Check:
    """An object whose `type` says which of these it must be."""

    def check(value: Any, at: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in table:
            yield finding(f"unsupported type: {kind}", f"{at}/type")
        else:
            yield from table[kind](value, at)

    return check


def shape(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object with these properties and no others; `type` is looked at elsewhere."""
    known = {**required, **(optional or {})}

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield finding("must be an object", at)
            return
        yield from (finding(f"missing required field: {name}", at) for name in required if value.get(name) is None)
        for name, inner in value.items():
            if name in known:
                yield from known[name](inner, f"{at}/{name}") if inner is not None else ()
            elif name != "type":
                yield finding(f"no more properties are allowed: {name}", at)

    return check


def items(inner: Check, most: int, least: int = 1) -> Check:
    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield finding("must be an array", at)
            return
        if len(value) > most:
            yield finding(f"no more than {most} items allowed", at)
        if len(value) < least:
            yield finding(f"must have at least {least} items", at)
        for number, one in enumerate(value):
            yield from inner(one, f"{at}/{number}")

    return check


def string(most: int, least: int = 1) -> Check:
    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield finding("must be a string", at)
        elif len(value) > most:
            yield finding(f"must be less than {most + 1} characters", at)
        elif len(value) < least:
            yield finding(f"must be more than {least - 1} characters", at)

    return check


def text(most: int, *allowed: str, least: int = 1) -> Check:
    """A text object: docs.slack.dev/reference/block-kit/composition-objects/text-object."""
    words = {"text": string(most, least)}
    table = {
        "plain_text": shape(words, {"emoji": flag}),
        "mrkdwn": shape(words, {"verbatim": flag}),
    }
    return kinds({kind: table[kind] for kind in allowed or ("plain_text",)})


def one_of(*allowed: str) -> Check:
    def check(value: Any, at: str) -> Iterator[str]:
        if value not in allowed:
            yield finding(f"failed to match any allowed value: {', '.join(allowed)}", at)

    return check


def flag(value: Any, at: str) -> Iterator[str]:
    if not isinstance(value, bool):
        yield finding("must be true or false", at)


def number(least: int, most: int) -> Check:
    def check(value: Any, at: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            yield finding(f"must be a whole number from {least} to {most}", at)

    return check


def anything(_value: Any, _at: str) -> Iterator[str]:
    yield from ()
