"""Slack's own markup as HTML in which every word is escaped.

docs.slack.dev/messaging/formatting-message-text: *bold*, _italic_, ~strike~, `code`, a block between three backticks, a
quote after ">", links and mentions in angle brackets; &, < and > come as entities and mean themselves.
"""

import re
from collections.abc import Callable, Iterator

from markupsafe import Markup, escape

from bot.demo.showroom.emoji import emoji
from bot.demo.showroom.names import Names

FENCE = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
QUOTED = re.compile(r"^(?:&gt;|>) ?")
WITHIN = r"(?:<[^<>\n]*>|[^<\n])+?"
INLINE = re.compile(
    rf"`(?P<code>[^`\n]+)`|<(?P<angle>[^<>\n]+)>|:(?P<emoji>[a-z0-9_+\-]+):"
    rf"|(?<![\w*])\*(?=\S)(?P<b>{WITHIN})(?<=\S)\*(?![\w*])"
    rf"|(?<![\w_])_(?=\S)(?P<em>{WITHIN})(?<=\S)_(?![\w_])"
    rf"|(?<![\w~])~(?=\S)(?P<s>{WITHIN})(?<=\S)~(?![\w~])"
)
OPENS = re.compile(r"(?:https?://|mailto:|tel:)\S+", re.IGNORECASE)
BROADCASTS = ("here", "channel", "everyone")


def mrkdwn(text: str, names: Names) -> Markup:
    """A text object of type mrkdwn, or a message's words."""
    pieces = FENCE.split(text)
    return Markup("").join(
        Markup("<pre>{}</pre>").format(_meant(piece)) if number % 2 else _paragraphs(piece, names)
        for number, piece in enumerate(pieces)
        if piece.strip("\n") or number % 2
    )


def plain(text: str) -> Markup:
    """A text object of type plain_text: nothing in it is markup but emoji."""
    return _spread(re.sub(r":([a-z0-9_+\-]+):", lambda found: emoji(found[1]), text))


def link(url: str, label: str) -> Markup:
    """A link where the address is one that a browser may open, else its words alone."""
    if not OPENS.fullmatch(url):
        return escape(label or url)
    return Markup('<a href="{}" target="_blank" rel="noreferrer">{}</a>').format(url, label or url)


def mention(words: str) -> Markup:
    return Markup('<span class="mention">{}</span>').format(words)


def _paragraphs(text: str, names: Names) -> Markup:
    """Lines; those that begin with ">" together as quotes."""
    shown: list[Markup] = []
    for quoted, lines in _runs(text.strip("\n").split("\n")):
        inner = Markup("<br>").join(_inline(line, names) for line in lines)
        shown.append(Markup("<blockquote>{}</blockquote>").format(inner) if quoted else inner)
        if not quoted:
            shown.append(Markup("<br>"))
    if shown and shown[-1] == "<br>":
        shown.pop()
    return Markup("").join(shown)


def _runs(lines: list[str]) -> Iterator[tuple[bool, list[str]]]:
    run: list[str] = []
    before = False
    for line in lines:
        quoted = QUOTED.match(line) is not None
        if run and quoted is not before:
            yield before, run
            run = []
        run.append(QUOTED.sub("", line) if quoted else line)
        before = quoted
    yield before, run


def _inline(text: str, names: Names) -> Markup:
    shown, end = Markup(""), 0
    for found in INLINE.finditer(text):
        shown += escape(_meant(text[end : found.start()])) + _styled(found, names)
        end = found.end()
    return shown + escape(_meant(text[end:]))


def _styled(found: re.Match[str], names: Names) -> Markup:
    tag, inner = str(found.lastgroup), found[str(found.lastgroup)]
    match tag:
        case "code":
            return Markup("<code>{}</code>").format(_meant(inner))
        case "angle":
            return _angle(inner, names)
        case "emoji":
            return escape(emoji(inner))
        case _:
            return Markup(f"<{tag}>{{}}</{tag}>").format(_inline(inner, names))  # noqa: S704 - one of b, em and s


def _angle(inner: str, names: Names) -> Markup:
    """What stands in angle brackets: a mention, a date or a link, with words of its own after the bar."""
    target, _, label = inner.partition("|")
    if target.startswith("!date^"):
        return escape(_meant(label))
    said = MENTIONS.get(target[:1])
    if said:
        return said(target[1:], label, names)
    shown = link(_meant(target), _meant(label))
    return shown if shown.startswith("<a") or label else escape(f"<{inner}>")


def _special(target: str, label: str, names: Names) -> Markup:
    if target.startswith("subteam^"):
        return mention(label or f"@{names.group(target.removeprefix('subteam^'))}")
    return mention(f"@{target}" if target in BROADCASTS else _meant(label or target))


MENTIONS: dict[str, Callable[[str, str, Names], Markup]] = {
    "@": lambda target, _label, names: mention(f"@{names.user(target)}"),
    "#": lambda target, label, names: mention(f"#{label or names.channel(target)}"),
    "!": _special,
}


def _meant(text: str) -> str:
    """The three characters that Slack wants as entities, as themselves."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _spread(text: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in text.split("\n"))
