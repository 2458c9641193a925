"""What the demo's customers say: marks in one of the usual forms, words that fit them, a picture of what is broken."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from random import Random

from bot.demo.acts import Expected, Mail
from bot.demo.people import QUESTIONS, Marks, low
from bot.demo.replies import Sheet, reply, wording

TORN = 0.4
"""How often one mark by mail is two."""


def mailed(sheet: Sheet, marks: Marks, *, again: bool) -> tuple[Mail, Expected]:
    """A mail with marks in one of the usual forms and perhaps words; the angry sometimes send words alone."""
    given, said = written(sheet.dice, marks, sheet.letter.person.language)
    if not again and _is_torn(sheet, given):
        return _torn(sheet, given)
    comment = comment_of(sheet, given, again=again, often=0.6)
    if comment and low(given) and not again and sheet.dice.random() < 0.25:
        given, said = {}, ""
    text = "\n".join(part for part in (said, comment) if part)
    expected = Expected("answer", "mail", given, bool(comment), low(given) or not given)
    picture = _picture() if comment in topics(sheet.letter.person.language)["damaged"] else b""
    return Mail(reply(sheet, text, close=bool(comment), picture=picture)), expected


@cache
def _picture() -> bytes:
    return files("bot.demo").joinpath("box.jpg").read_bytes()


def _is_torn(sheet: Sheet, given: Marks) -> bool:
    """Some who give one mark that is not low cannot make up their mind."""
    return len(given) == 1 and not low(given) and Random(f"{sheet.key}/torn").random() < TORN


def _torn(sheet: Sheet, given: Marks) -> tuple[Mail, Expected]:
    """A mail that leaves open which of two marks is meant."""
    mark = given["overall"] or 0
    lower = min(mark, 4)
    said = str(sheet.dice.choice(sheet.phrases["torn"])).format(low=lower, high=lower + 1)
    comment = comment_of(sheet, given, again=False, often=0.7)
    text = "\n".join(part for part in (said, comment) if part)
    return Mail(reply(sheet, text, close=False)), Expected("answer", "mail", words=True, meant=given)


def written(dice: Random, marks: Marks, language: str) -> tuple[Marks, str]:
    """The marks that a mail gives, and how it writes them: a row, a column, numbered lines, or one for the whole."""
    form = dice.choices(("row", "column", "numbered", "single"), (50, 6, 18, 26))[0]
    none = dice.choice(("N", "N", "n", "n/a"))
    shown = [none if marks[key] is None else str(marks[key]) for key in QUESTIONS]
    if form == "row":
        return marks, dice.choice((" ", " ", ", ")).join(shown)
    if form == "column":
        return marks, "\n".join(shown)
    if form == "single":
        text = str(dice.choice(wording(language)["single"])).format(mark=marks["overall"])
        return {"overall": marks["overall"]}, text
    most = dice.choice((3, 5, 5))
    pair = dice.choice(("{}: {}", "{} = {}", "{}) {}"))
    lines = [pair.format(number, mark) for number, mark in enumerate(shown[:most], 1)]
    return {key: marks[key] for key in QUESTIONS[:most]}, "\n".join(lines)


def comment_of(sheet: Sheet, given: Marks, *, again: bool, often: float) -> str:
    """Words that fit the marks, "" where there are none; those with a grievance say it more often."""
    if sheet.dice.random() >= (0.85 if low(given) else often):
        return ""
    topic = sheet.dice.choice(_fitting(sheet, given, again=again))
    return sheet.dice.choice(topics(sheet.letter.person.language)[topic])


def _fitting(sheet: Sheet, given: Marks, *, again: bool) -> Sequence[str]:
    def poor(key: str) -> bool:
        return (given.get(key) or 5) <= 2

    late = sheet.letter.order.late
    if low(given):
        named = {
            "damaged": poor("accuracy"),
            "late": late and not poor("accuracy"),
            "unanswered": poor("responsiveness"),
        }
        return [topic for topic, fits in named.items() if fits] or ["cross"]
    if again:
        return ["correction"]
    if (given["overall"] or 0) < 4:
        return ["wish"]
    return ["praise", "wish"] if late else ["praise", "praise", "punctual", "wish"]


@cache
def topics(language: str) -> Mapping[str, Sequence[str]]:
    data: Mapping[str, Mapping[str, Sequence[str]]] = tomllib.loads(
        files("bot.demo").joinpath("comments.toml").read_text("utf-8")
    )
    return data[language]
