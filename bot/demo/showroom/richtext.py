"""Rich text as HTML: docs.slack.dev/reference/block-kit/blocks/rich-text-block. Its words are never parsed."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from markupsafe import Markup, escape

from bot.demo.showroom.emoji import emoji
from bot.demo.showroom.mrkdwn import link, mention
from bot.demo.showroom.names import Names

Json = dict[str, Any]

STYLES = {"bold": "b", "italic": "em", "strike": "s", "underline": "u", "code": "code"}


def rich_text(block: Json, names: Names) -> Markup:
    """All parts of one block, an unknown one as nothing."""
    return _joined(_part(part, names) for part in block["elements"])


def _part(part: Json, names: Names) -> Markup:
    inner = part.get("elements", [])
    match part.get("type"):
        case "rich_text_section":
            return Markup('<p class="said">{}</p>').format(_words(inner, names))
        case "rich_text_quote":
            return Markup('<blockquote class="said">{}</blockquote>').format(_words(inner, names))
        case "rich_text_preformatted":
            return Markup("<pre>{}</pre>").format(_words(inner, names))
        case "rich_text_list":
            return _list(part, names)
        case _:
            return Markup("")


def _list(part: Json, names: Names) -> Markup:
    tag = "ol" if part.get("style") == "ordered" else "ul"
    items = _joined(
        Markup('<li class="said">{}</li>').format(_words(one["elements"], names)) for one in part["elements"]
    )
    deep = min(int(part.get("indent", 0)), 6)
    return Markup(f'<{tag} class="indent-{deep}">{{}}</{tag}>').format(items)  # noqa: S704 - tag and depth are ours


def _words(elements: Iterable[Json], names: Names) -> Markup:
    return _joined(_styled(one, names) for one in elements)


def _styled(element: Json, names: Names) -> Markup:
    shown = ELEMENTS.get(str(element.get("type")), _nothing)(element, names)
    for style, tag in STYLES.items():
        if element.get("style", {}).get(style):
            shown = Markup(f"<{tag}>{{}}</{tag}>").format(shown)  # noqa: S704 - the tags are those of STYLES
    return shown


def _nothing(_element: Json, _names: Names) -> Markup:
    return Markup("")


def _date(element: Json, _names: Names) -> Markup:
    when = datetime.fromtimestamp(int(element.get("timestamp", 0)), UTC)
    return escape(element.get("fallback") or f"{when:%d %b %Y, %H:%M} UTC")


ELEMENTS: dict[str, Callable[[Json, Names], Markup]] = {
    "text": lambda one, _: escape(one["text"]),
    "link": lambda one, _: link(one["url"], one.get("text", "")),
    "emoji": lambda one, _: escape(emoji(one["name"], one.get("unicode", ""))),
    "user": lambda one, names: mention(f"@{names.user(one['user_id'])}"),
    "channel": lambda one, names: mention(f"#{names.channel(one['channel_id'])}"),
    "usergroup": lambda one, names: mention(f"@{names.group(one['usergroup_id'])}"),
    "broadcast": lambda one, _: mention(f"@{one['range']}"),
    "color": lambda one, _: escape(one["value"]),
    "date": _date,
}


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)
