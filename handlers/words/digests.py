"""The weekly digest in words: plain text for terminals and text mails, HTML for mailboxes. The verdict stands first."""

import re
from functools import cache
from importlib.resources import files
from textwrap import wrap

import mrml
from css_inline import CSSInliner
from jinja2 import Environment, StrictUndefined, Template

from surveys.chart import alt_text
from surveys.digest import Digest, Line

LABEL = 19
"""Columns for the labels of the plain text."""

MEASURE = re.compile(r"\d+ %|\d+ of \d+|\d+ open|NPS -?\d+")
"""The part of a line that is printed large in the mail."""

INLINER = CSSInliner(load_remote_stylesheets=False, keep_at_rules=True)
"""Fetches nothing, and keeps the @media rules on which dark mode rests."""


def text(digest: Digest) -> str:
    """The digest as plain text, 80 columns where the numbers allow it."""
    said = "customers say"
    across = max(len(said), *(len(_noted(line.words, line.usual)) for line in digest.lines if line.observed)) + 2
    head = f"{'':<{LABEL}}{said:<{across}}records show"
    rows = [row for line in digest.lines for row in _rows(line, across)]
    return "\n".join([*wrap(sentence(digest.verdict), 80), f"{title(digest)}", "", head, *rows]) + "\n"


def mail(digest: Digest, chart_cid: str) -> tuple[str, str, str]:
    """Subject, text and HTML of the digest; the picture is an attached one, named by its Content-ID."""
    html = _template().render(
        digest=digest,
        verdict=sentence(digest.verdict),
        title=title(digest),
        measured=[
            (
                line,
                (*_split(_unbroken(line.words)), line.usual),
                (*_split(_unbroken(line.observed)), line.observed_usual),
            )
            for line in digest.lines
            if _measured(line)
        ],
        told=[line for line in digest.lines if line.key in {"complaints", "enquiries", "actions", "left_out"}],
        named={line.key: line for line in digest.lines},
        cid=chart_cid,
        alt=alt_text(digest.chart),
    )
    return f"Customer week {digest.week} - {digest.verdict}", text(digest), INLINER.inline(html)


@cache
def _template() -> Template:
    source = files("handlers.words").joinpath("templates", "digest.mjml").read_text("utf-8")
    compiled = mrml.to_html(source, render_options=mrml.RenderOptions(fonts={})).content
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True).from_string(compiled)


def _rows(line: Line, across: int) -> list[str]:
    words = _noted(line.words, line.usual)
    if line.observed:
        shown, width = f"{words:<{across}}" + _noted(line.observed, line.observed_usual, line.note), 80
    else:
        shown, width = _noted(words, line.note), 80
    hanging = LABEL + (across if line.observed else 0)
    return wrap(f"{line.label:<{LABEL}}{shown}", width, subsequent_indent=" " * hanging, break_on_hyphens=False)


def _noted(words: str, *notes: str) -> str:
    return " ".join(part for part in (words, *notes) if part)


def title(digest: Digest) -> str:
    """`Acme, week 2026-W47, 16-22 Nov`."""
    monday, sunday = digest.period
    start = f"{monday.day}-" if monday.month == sunday.month else f"{monday.day} {monday:%b} - "
    days = f"{start}{sunday.day} {sunday:%b}"
    return f"{digest.organisation}, week {digest.week}, {days}"


def sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _measured(line: Line) -> bool:
    return bool(line.observed) or line.key in {"overall", "recommendation"}


def _split(words: str) -> tuple[str, str, str]:
    """What is shown large, what is shown small in its stead where nothing was measured, and what stands behind it.

    `81 % (13/16, CI 57-93)` has a measure and its numbers, `too few to show: 3` has no measure.
    """
    if found := MEASURE.match(words):
        return found[0], "", words[found.end() :].strip(" (),")
    nothing, _, behind = words.partition(" (")
    return "", nothing, behind.removesuffix(")")


def _unbroken(words: str) -> str:
    """The same words with hard spaces and hyphens, so that `CI 57-93` and `show: 3` stay on one line."""
    return re.sub(r"CI (\d+)-", "CI\N{NO-BREAK SPACE}\\1\N{NON-BREAKING HYPHEN}", words).replace(
        ": ", ":\N{NO-BREAK SPACE}"
    )
