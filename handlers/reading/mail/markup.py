"""What an HTML mail shows of the customer's own words, as lines of text."""

import re
from collections.abc import Iterator
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

QUOTE_CLASSES = frozenset(
    {
        "gmail_quote",
        "gmail_quote_container",
        "gmail_attr",
        "moz-cite-prefix",
        "yahoo_quoted",
        "protonmail_quote",
        "zmail_extra",
        "OutlookMessageHeader",
    }
)
QUOTE_IDS = frozenset({"mail-editor-reference-message-container", "OLK_SRC_BODY_SECTION"})
"""What mail programs wrap around the mail that is answered; a blockquote besides."""

REST_IDS = frozenset({"divRplyFwdMsg", "appendonsend"})
"""Where Outlook puts a mark and lets the answered mail follow unwrapped."""

_BREAK, _BLOCK, _PARAGRAPH = "\n", "\v", "\f"
_BLOCK_ENDS = {_BLOCK: 1, _PARAGRAPH: 2}

UNSEEN = frozenset({"head", "script", "style", "title", "template", "noscript"})
BLOCKS = frozenset(
    {"div", "p", "li", "ul", "ol", "dl", "dt", "dd", "tr", "table", "pre", "hr", "center", "form"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "header", "footer"}
)

# Distinct formatting elements left open are repeated in every later block: quadratic by the rules of HTML.
_FORMATTING = re.compile(r"<(/?)(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])", re.IGNORECASE)


MOST_TAGS = 6000
_TAG = re.compile(r"<[/a-z]", re.IGNORECASE)
_LONG_TAG = re.compile(r"<[/a-z][^<>]{4000,}>?", re.IGNORECASE)


def words(html: str) -> str:
    """The shown text without the answered mail."""
    root = LexborHTMLParser(_tamed(html)).root
    if root is None:
        return ""
    lines = "".join(_spaced(_shown(root))).split("\n")
    return re.sub("\n{3,}", "\n\n", "\n".join(" ".join(line.split()) for line in lines)).strip()


def _spaced(pieces: Iterator[str]) -> Iterator[str]:
    """Blocks begin on a new line, paragraphs after an empty one, however many of them begin or end there."""
    ends = 2
    for piece in pieces:
        if piece in _BLOCK_ENDS:
            yield "\n" * max(0, _BLOCK_ENDS[piece] - ends)
            ends = max(ends, _BLOCK_ENDS[piece])
        elif piece == _BREAK:
            yield piece
            ends += 1
        elif piece.strip() or not ends:
            yield piece
            ends = 0


def _tamed(html: str) -> str:
    """HTML on which the parser stays linear: it is quadratic in depth, in attributes and in open formatting."""
    last = next(islice(_TAG.finditer(html), MOST_TAGS, None), None)
    shorter = html if last is None else html[: last.start()]
    return _FORMATTING.sub(r"<\1span", _LONG_TAG.sub("", shorter))


def _shown(root: LexborNode) -> Iterator[str]:
    """Text and line breaks in the order of the page; iterative, as strangers nest deeply."""
    waiting: list[LexborNode | str] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            yield node
            continue
        if node.id in REST_IDS:
            return
        if node is not root and node.next is not None:
            waiting.append(node.next)
        yield from _opening(node, waiting)


def _opening(node: LexborNode, waiting: list[LexborNode | str]) -> Iterator[str]:
    tag = node.tag or ""
    if tag == "-text":
        yield " ".join(f".{node.text_content or ''}.".split())[1:-1]
    elif tag == "br":
        yield _BREAK
    elif tag not in UNSEEN and not tag.startswith("-") and not _quotes(node, tag):
        end = _PARAGRAPH if tag == "p" else _BLOCK if tag in BLOCKS else " " if tag in {"td", "th"} else ""
        yield end
        waiting.append(end)
        if node.child is not None:
            waiting.append(node.child)


def _quotes(node: LexborNode, tag: str) -> bool:
    attributes = node.attributes
    if tag == "blockquote" or attributes.get("id") in QUOTE_IDS or "hidden" in attributes:
        return True
    return not QUOTE_CLASSES.isdisjoint((attributes.get("class") or "").split())
