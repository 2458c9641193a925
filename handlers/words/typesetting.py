"""From MJML to mail HTML, and plain text in columns.

The MJML is made into HTML once for each shape of questionnaire, with every word still a placeholder; what a customer
is called goes only into that finished template, escaped, and is never read as a template itself.
"""

import textwrap
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files

from css_inline import CSSInliner
from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from mrml import RenderOptions, to_html

WIDTH = 72
TEMPLATES = files("handlers.words").joinpath("templates")


@dataclass(frozen=True)
class Shape:
    """What decides how the HTML is built; the language and all words are filled in afterwards."""

    points: int
    questions: int
    labelled: bool
    optional: bool
    comment: bool


@cache
def html_template(shape: Shape) -> Template:
    """The letter for questionnaires of this shape."""
    return _typeset("letter.mjml", **asdict(shape))


@cache
def text_template() -> Template:
    return _plain("letter.txt")


@cache
def acknowledgement_templates() -> tuple[Template, Template]:
    """The letter that acknowledges a complaint, as text and as HTML."""
    return _plain("acknowledgement.txt"), _typeset("acknowledgement.mjml")


@cache
def case_templates(*, solved: bool, page: bool) -> tuple[Template, Template]:
    """A letter about a case, as text and as HTML; `solved` asks whether it is, with buttons where there is a `page`."""
    return _plain("case.txt"), _typeset("case.mjml", solved=solved, page=page)


def wrap(text: str, mark: str = "") -> str:
    """A paragraph of at most 72 columns behind a mark such as ` 1. `; links and long names are never broken."""
    rest = " " * len(mark)
    lines = textwrap.wrap(text, WIDTH - len(mark), break_long_words=False, break_on_hyphens=False)
    return "\n".join((rest if i else mark) + words for i, words in enumerate(lines))


def _typeset(name: str, **shape: object) -> Template:
    """Styles inline, the words still open, nothing fetched."""
    mjml = _shapes().get_template(name).render(shape)
    made = to_html(mjml, render_options=RenderOptions(disable_comments=True, fonts={}))
    html = CSSInliner(load_remote_stylesheets=False, keep_at_rules=True).inline(made.content)
    return Environment(autoescape=True, undefined=StrictUndefined).from_string(html)


def _plain(name: str) -> Template:
    plain = Environment(autoescape=False, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)  # noqa: S701
    plain.filters["wrap"] = wrap
    return plain.from_string(_source(name))


def _shapes() -> Environment:
    """Marks of its own, so that the words' {{ }} pass through untouched."""
    return Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=FunctionLoader(_source),
        block_start_string="(%",
        block_end_string="%)",
        variable_start_string="((",
        variable_end_string="))",
    )


def _source(name: str) -> str:
    return TEMPLATES.joinpath(name).read_text("utf-8")
