"""The letters to somebody who asked: that it came, a person's reply, what is to be confirmed (ISO 9001:2015, 8.2)."""

from collections.abc import Mapping
from datetime import datetime

from handlers.words.acknowledgements import Words
from handlers.words.phrases import line, paragraphs, phrases, written
from handlers.words.typesetting import case_templates
from surveys.requirement import Edition


def receipt(language: str, shown: Mapping[str, str], answer_by: datetime, footer: str) -> Words:
    """What a machine says at once; `shown` has name, organisation and number, `answer_by` the organisation's zone."""
    day = f"{written(answer_by.date(), language)}, {answer_by:%H:%M}"
    t = _phrases(language, {**shown, "date": day})
    return _letter(t, shown, [[t["received"]], [t["next"]]], t["ask"], footer)


def reply(language: str, shown: Mapping[str, str], words: str, edition: Edition | None, footer: str) -> Words:
    """What somebody of the staff wrote. With an `edition` it is to be confirmed, line by line as it is kept."""
    t = _phrases(language, {**shown, "date": _due(edition, language)})
    said = paragraphs(words)
    if edition:
        numbered = [f"{at}. {line(one)}" for at, one in enumerate(edition.lines, 1)]
        due = [t["due"]] if edition.due_on else []
        said = [*said, [t["wanted"], *numbered, *due]]
    return _letter(t, shown, said, t["confirm"] if edition else t["ask"], footer)


def _phrases(language: str, shown: Mapping[str, str]) -> dict[str, str]:
    return phrases(language, "enquiry", **{key: line(value) for key, value in shown.items()})


def _due(edition: Edition | None, language: str) -> str:
    return written(edition.due_on, language) if edition and edition.due_on else ""


def _letter(t: Mapping[str, str], shown: Mapping[str, str], said: list[list[str]], until: str, footer: str) -> Words:
    values = {
        "t": t,
        "subject": t["subject"],
        "organisation": line(shown["organisation"]),
        "hello": t["hello"] if line(shown["name"]) else t["hello_unnamed"],
        "paragraphs": said,
        "until": until,
        "number": shown["number"],
        "footer": " ".join(footer.split()),
    }
    text, html = case_templates(solved=False, page=False)
    return Words(t["subject"], text.render(values, solved=False, page=False), html.render(values), t["spoken"])
