"""The page that asks whether a case is solved, in the customer's language. Showing it changes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers.words.pages import render
from handlers.words.phrases import line, phrases
from surveys.closure import ASPECTS, SCALE


@dataclass(frozen=True)
class ClosurePage:
    """Whose case it is; `action_url` is where the form goes. Without an `order` it is about none."""

    language: str
    organisation: str
    number: str
    order: str
    action_url: str


def closure_page(
    page: ClosurePage,
    *,
    solved: bool | None = None,
    marks: Mapping[str, int] | None = None,
    words: str = "",
    missing: bool = False,
) -> str:
    """The form; `solved` is chosen beforehand by the link, `missing` says that neither yes nor no was."""
    values = _shared(page)
    t = values["t"]
    aspects = [(aspect, t[aspect], (marks or {}).get(aspect)) for aspect in ASPECTS]
    return render(
        "closing.html",
        **values,
        title=t["title"],
        lead=t["lead"] if page.order else t["lead_general"],
        action_url=page.action_url,
        solved=solved,
        aspects=aspects,
        scale=SCALE,
        comment=words,
        missing=missing,
    )


def said_page(page: ClosurePage, *, solved: bool) -> str:
    """What happens now."""
    return _notice(page, "thanks", "solved_lead" if solved else "open_lead")


def still_page(page: ClosurePage) -> str:
    """Nobody asks: the case is looked after still, or again."""
    return _notice(page, "still", "still_lead")


def _notice(page: ClosurePage, title: str, lead: str) -> str:
    values = _shared(page)
    return render("base.html", **values, title=values["t"][title], lead=values["t"][lead])


def _shared(page: ClosurePage) -> dict[str, Any]:
    organisation = line(page.organisation)
    names = {"organisation": organisation, "number": page.number, "order": line(page.order)}
    return {"t": phrases(page.language, "closing", **names), "organisation": organisation}
