"""Marks by the number or the short name of the question: "1: 5", "Q1 = 4", "overall 4, accuracy 5"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from handlers.reading.marks.behind import Next, behind
from handlers.reading.marks.given import NA, NA_WORD, OFF, Given
from handlers.reading.marks.labels import Labels, folded
from handlers.reading.marks.lexicon import POINTS, STARS, WORDS, heard, one_of, words
from handlers.reading.marks.scales import on, scaled
from surveys.question import Questionnaire

_ASKED = rf"(?:#|n°|{one_of(words('question') | {'question'})}\.?)"
_UNIT = rf"(?:\s?(?:{one_of(STARS | POINTS)}(?!\w)|[★⭐点分]))?"
_NUMBER = (
    rf"(?P<mark>\d{{1,3}}(?:[.,]\d)?)"
    rf"(?:\s?(?:/|out of|von|sur|de|su|em|van|na|av|af|из)\s?(?P<whole>\d{{1,3}}))?{_UNIT}"
)
_LEAD = re.compile(
    rf"[ \t>*•]{{0,6}}(?:(?P<asked>{_ASKED})[ \t]?)?(?P<number>\d{{1,2}})[ \t]?"
    rf"(?:(?P<sure>[:=→]|=>|->)(?!\d\d)|(?P<dot>\)|\.-?|、)(?!\d)|(?P<dash>-)|(?=[ \t]))[ \t]{{0,4}}",
    re.IGNORECASE,
)
_VALUE = re.compile(rf"(?:(?P<na>{NA})|{_NUMBER})(?![\w/%+½]|[.,:]\d| ?-\d)", re.IGNORECASE)
_BETWEEN = re.compile(r"[ \t]*[,;.|/]?[ \t]*")


@dataclass(frozen=True)
class _Line:
    """The pairs on one line. `broken`: one begins like a pair and is none ("2. 3 days late"); `dashed`: parted by a
    dash; `worded`: a label stands for a mark."""

    pairs: tuple[tuple[int, Given], ...] = ()
    broken: bool = False
    dashed: bool = False
    worded: bool = False


def numbered(text: str, questionnaire: Questionnaire, overall: range, labels: Labels) -> list[tuple[int, Given]] | None:
    """Pairs of the question's place and its mark; several may stand on one line. None where lines only begin so."""
    lines: list[_Line] = []
    start = 0
    for line in text.split("\n"):
        lines.append(_line(line, start, labels, questionnaire, overall))
        start += len(line) + 1
    found = [pair for line in lines for pair in line.pairs]
    if found and any(line.broken for line in lines):
        return None
    if len(found) == 1 and any(line.worded for line in lines):
        return []  # "1. Satisfied" may be a list of one
    places = [place for place, _ in found]
    if any(line.dashed for line in lines) and (len(found) < 2 or places != list(range(len(places)))):
        return []  # "1 - 5" may be a range
    return found


def _line(line: str, start: int, labels: Labels, questionnaire: Questionnaire, overall: range) -> _Line:
    found = _Line()
    place = 0
    while place < len(line) and (lead := _LEAD.match(line, place)):
        if not (lead["sure"] or lead["dot"] or lead["dash"] or lead["asked"]):
            break
        number = int(lead["number"]) - 1
        scale = overall if number == 0 else questionnaire.scale
        given = _given(line, lead.end(), start, scale, labels if scale == questionnaire.scale else {})
        digit = line[lead.end() : lead.end() + 1].isdecimal()
        if given is None:
            return replace(found, broken=bool(found.pairs) or bool(lead["sure"] and digit))
        found = _Line(
            (*found.pairs, (number, given)),
            dashed=found.dashed or bool(lead["dash"] and not lead["asked"]),
            worded=found.worded or not (lead["asked"] or digit or given.value is None),
        )
        between = _BETWEEN.match(line, given.end - start)
        place = between.end() if between else len(line)
    return found


def _given(line: str, place: int, start: int, scale: range, labels: Labels) -> Given | None:
    value = _VALUE.match(line, place)
    if value:
        if value["na"]:
            return Given(None, start + place, start + value.end())
        if behind(line, value.end()) not in (Next.END, Next.MORE) and not _LEAD.match(line, value.end() + 1):
            return None
        return Given(_valued(value, scale), start + place, start + value.end())
    said = re.split(r"[.!,;(\n]| - ", line[place : place + 80])[0]
    mark = labels.get(folded(said))
    return Given(mark, start + place, start + place + len(said.rstrip())) if mark is not None else None


def _valued(value: re.Match[str], scale: range) -> float:
    part = float(value["mark"].replace(",", "."))
    mark = scaled(part, int(value["whole"]), scale) if value["whole"] else on(part, scale)
    return OFF if mark is None else mark


def _names(key: str) -> set[str]:
    said = (name for table in WORDS.values() for name in table.get("names", {}).get(key, "").split("|") if name)
    return {" ".join(heard(name)) for name in said}


_KEYS = ("overall", "accuracy", "on_time", "responsiveness", "complaint_handling")
_NAMES = {name: key for key in reversed(_KEYS) for name in _names(key)}
_NEXT = re.compile(rf"\s{{1,3}}{one_of(_NAMES)}\b", re.IGNORECASE)
_LAST = frozenset(heard(name)[-1] for name in _NAMES)
_LONGEST = max(len(heard(name)) for name in _NAMES)
_NAMED_MARK = re.compile(
    rf"(?:(?<=[ \t:=-])|(?<=[^\W\d_])(?=\d))(?:(?P<na>{NA_WORD})|{_NUMBER})(?![\w%+½]|[/.,:]\d| ?-\d)", re.IGNORECASE
)


def by_name(text: str, questionnaire: Questionnaire, overall: range) -> list[tuple[int, Given]]:
    """Marks behind short names of questions, where two or more are named and no word follows that counts things."""
    if len(_LAST.intersection(heard(text))) < 2:
        return []
    places = {question.key: place for place, question in enumerate(questionnaire.marks)}
    found = [(key, one) for one in _NAMED_MARK.finditer(text[:2000]) if (key := _name_before(text, one.start()))]
    pairs = [(places[key], one) for key, one in found if key in places]
    if len({place for place, _ in pairs}) < 2 or len(pairs) != len({place for place, _ in pairs}):
        return []
    if any(
        behind(text, one.end()) in (Next.THING, Next.DOUBT) and not _NEXT.match(text, one.end()) for _, one in pairs
    ):
        return []
    return list(_scaled_pairs(pairs, questionnaire, overall))


def _name_before(text: str, start: int) -> str | None:
    """The question whose short name stands right before, at the start of a part of the sentence."""
    part = re.split(r"[,;.\n、。，|/(]|\d", text[max(0, start - 50) : start].rstrip(" \t:=-"))[-1]
    said = heard(part)
    if said and said[0] in _JOINING:
        said = said[1:]
    return _NAMES.get(" ".join(said)) if len(said) <= _LONGEST else None


_JOINING = words("buts") | {"and", "und", "et", "y", "e", "en", "i", "och", "og", "ve", "и", "the", "die", "la", "le"}


def _scaled_pairs(
    pairs: Sequence[tuple[int, re.Match[str]]], questionnaire: Questionnaire, overall: range
) -> Iterator[tuple[int, Given]]:
    for place, one in pairs:
        scale = overall if place == 0 else questionnaire.scale
        start = one.start("na") if one["na"] else one.start("mark")
        yield place, Given(None if one["na"] else _valued(one, scale), start, one.end())
