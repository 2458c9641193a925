"""What an HTML mail shows of the customer's own words, as lines of text."""

import re
from collections.abc import Iterator
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

QUOTES = frozenset(
    {
        "moz-cite-prefix",
        "gmail_attr",
        "yahoo_quoted",
        "zmail_extra",
        "zmail_extra_hr",
        "OutlookMessageHeader",
        "mail-editor-reference-message-container",
        "OLK_SRC_BODY_SECTION",
        "tutanota_quote",
        "ms-outlook-mobile-reference-message",
        "isReplyContent",
    }
)
"""Classes and ids of the mail that is answered, or of the line above it; a blockquote and `name="quote"` besides."""

FRAMES = frozenset({"gmail_quote", "gmail_quote_container", "protonmail_quote"})
"""Classes around a quote and the answers between its pieces; a quote themselves where no blockquote is inside."""

REST = frozenset({"divRplyFwdMsg", "x_divRplyFwdMsg", "appendonsend", "x_appendonsend", "zwchr", "stopSpelling"})
"""Ids that Outlook, Hotmail and Zimbra give to a mark, below which the answered mail follows unwrapped."""

SIGNATURES = frozenset(
    {
        "gmail_signature",
        "gmail_signature_prefix",
        "moz-signature",
        "Signature",
        "x_Signature",
        "signature",
        "AppleMailSignature",
        "ms-outlook-mobile-signature",
        "x_ms-outlook-mobile-signature",
        "protonmail_signature_block",
        "ydpsignature",
        "zm-signature",
    }
)
"""Classes and ids around the signature."""

FOLLOWS = "-----Original Message-----"
"""Stands in the text where an earlier mail follows; a quote stands as one line with a quote mark."""

Attributes = dict[str, str | None]

_BREAK, _BLOCK, _PARAGRAPH = "\n", "\v", "\f"
_BLOCK_ENDS = {_BLOCK: 1, _PARAGRAPH: 2}

UNSEEN = frozenset({"head", "script", "style", "title", "template", "noscript"})
BLOCKS = frozenset(
    {"div", "p", "li", "ul", "ol", "dl", "dt", "dd", "tr", "table", "pre", "hr", "center", "form"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "header", "footer"}
)

# Distinct formatting elements left open are repeated in every later block: quadratic by the rules of HTML.
_FORMATTING = re.compile(r"<(/?)(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])", re.IGNORECASE)


# border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm, and how other programs rewrite it.
_RULED = re.compile(
    r"border-top:\s?(?:solid|1(?:\.0)?pt)[^;]{0,40};\s{0,2}padding:\s?3(?:\.0)?pt 0"
    r"|border-width:\s?1pt (?:medium|0px|0in|0cm) (?:medium|0px|0in|0cm);[^\"]{0,120}padding:\s?3pt 0",
    re.IGNORECASE,
)

MOST_TAGS = 6000
_TAG = re.compile(r"<[/a-z]", re.IGNORECASE)
_LONG_TAG = re.compile(r"<[/a-z][^<>]{4000,}>?", re.IGNORECASE)


def words(html: str) -> str:
    """The shown text: a line ">" for each quote, the line `FOLLOWS` above an earlier mail that is not wrapped.

    A signature that its program marks is left out, unless nothing else is said: some people write into it.
    """
    root = LexborHTMLParser(_tamed(html)).root
    if root is None:
        return ""
    text = _lines(_shown(root, SIGNATURES))
    said = text.partition(FOLLOWS)[0].strip("> \n")
    return text if said or not any(one in html for one in SIGNATURES) else _lines(_shown(root, frozenset()))


def _lines(pieces: Iterator[str]) -> str:
    lines = "".join(_spaced(pieces)).split("\n")
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


def _shown(root: LexborNode, unsaid: frozenset[str]) -> Iterator[str]:
    """Text and line breaks in the order of the page; iterative, as strangers nest deeply."""
    waiting: list[LexborNode | str] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            yield node
            continue
        if node is not root and node.next is not None:
            waiting.append(node.next)
        tag = node.tag or ""
        if tag == "-text":
            yield _text(node)
        elif tag == "br":
            yield _BREAK
        elif tag not in UNSEEN and not tag.startswith("-"):
            attributes = node.attributes
            if _follows(attributes):
                yield from (_BLOCK, FOLLOWS, _BLOCK, *_rest(node, waiting))
                return
            yield from _element(node, tag, attributes, unsaid, waiting)


def _rest(node: LexborNode, waiting: list[LexborNode | str]) -> Iterator[str]:
    """All text from here on, a line for each piece: of an earlier mail only the lines that we know are looked at."""
    yield node.text(separator="\n")
    for one in reversed(waiting):
        following = one
        while isinstance(following, LexborNode):
            yield "\n" + following.text(separator="\n")
            following = following.next or ""


def _text(node: LexborNode) -> str:
    text = node.text_content or ""
    if "\n" in text and node.parent is not None and node.parent.tag == "pre":
        return text
    return " ".join(f".{text}.".split())[1:-1]


def _element(
    node: LexborNode, tag: str, attributes: Attributes, unsaid: frozenset[str], waiting: list[LexborNode | str]
) -> Iterator[str]:
    names = _names(attributes)
    if "hidden" in attributes or not unsaid.isdisjoint(names) or "data-signatureblock" in attributes:
        return
    if _unseen(attributes.get("style") or ""):
        return
    if tag == "blockquote" or attributes.get("name") == "quote" or _quotes(node, names):
        yield from (_BLOCK, ">", _BLOCK)
        return
    end = _PARAGRAPH if tag == "p" else _BLOCK if tag in BLOCKS else " " if tag in {"td", "th"} else ""
    yield end
    waiting.append(end)
    if node.child is not None:
        waiting.append(node.child)


def _names(attributes: Attributes) -> list[str]:
    return [*(attributes.get("class") or "").split(), attributes.get("id") or ""] if attributes else []


def _follows(attributes: Attributes) -> bool:
    if not attributes:
        return False
    style = attributes.get("style") or ""
    return attributes.get("id") in REST or ("border" in style and _RULED.search(style[:500]) is not None)


def _quotes(node: LexborNode, names: list[str]) -> bool:
    if not QUOTES.isdisjoint(names):
        return True
    return not FRAMES.isdisjoint(names) and node.css_first("blockquote") is None


def _unseen(style: str) -> bool:
    return "display" in style and "display:none" in style[:2000].replace(" ", "").lower()
