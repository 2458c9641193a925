"""Questionnaires as they are shipped, and what is said about a faulty one."""

from pathlib import Path

import pytest

import surveys
from surveys.complaint import Problem
from surveys.question import Kind, Question, Questionnaire, Wording, parse

SHIPPED = {
    path.stem: path.read_text(encoding="utf-8")
    for path in sorted(Path(surveys.__file__).with_name("questionnaires").glob("*.toml"))
}

SMALL = """
name = "small"
version = 3
scale = [1, 2]
source_language = "en"

[languages.en]
subject = "How was {order}?"
stem = "About {order}:"
labels = ["Bad", "Good"]
not_applicable = "Not applicable"

[languages.de]
subject = "Wie war {order}?"
stem = "Zu {order}:"
labels = ["Schlecht", "Gut"]
not_applicable = "Trifft nicht zu"

[[questions]]
key = "overall"
kind = "mark"
text = { en = "Overall?", de = "Insgesamt?" }

[[questions]]
key = "on_time"
kind = "mark"
optional = true
problem = "late"
text = { en = "On time?", de = "Rechtzeitig?" }

[[questions]]
key = "comment"
kind = "words"
text = { en = "What else?", de = "Was noch?" }
"""


def test_a_questionnaire_is_read() -> None:
    """What stands in the file stands in the value."""
    assert parse(SMALL) == Questionnaire(
        name="small",
        version=3,
        low=1,
        high=2,
        questions=(
            Question("overall", Kind.MARK, {"en": "Overall?", "de": "Insgesamt?"}),
            Question("on_time", Kind.MARK, {"en": "On time?", "de": "Rechtzeitig?"}, optional=True, problem="late"),
            Question("comment", Kind.WORDS, {"en": "What else?", "de": "Was noch?"}),
        ),
        wordings={
            "en": Wording("How was {order}?", "About {order}:", ("Bad", "Good"), "Not applicable"),
            "de": Wording("Wie war {order}?", "Zu {order}:", ("Schlecht", "Gut"), "Trifft nicht zu"),
        },
        source_language="en",
    )


def test_marks_are_asked_apart_from_words() -> None:
    """The questions with a mark come in their order; the scale is every point from low to high."""
    questionnaire = parse(SMALL)
    asked = [question.key for question in questionnaire.marks]
    assert (asked, list(questionnaire.scale)) == (["overall", "on_time"], [1, 2])


@pytest.mark.parametrize(("wanted", "expected"), [("de", "de"), ("en", "en"), ("fr", "en"), ("", "en")])
def test_a_missing_language_falls_back(wanted: str, expected: str) -> None:
    """Who speaks a language that is not translated is asked in the source language."""
    assert parse(SMALL).language(wanted) == expected


FAULTS = {
    "no toml": ("version = 3", "version =", "line 3"),
    "a label too few": ('labels = ["Schlecht", "Gut"]', 'labels = ["Schlecht"]', "de"),
    "a question not translated": ('{ en = "On time?", de = "Rechtzeitig?" }', '{ en = "On time?" }', "on_time"),
    "an unknown kind": ('kind = "words"', 'kind = "stars"', "stars"),
    "no subject": ('subject = "Wie war {order}?"\n', "", "subject"),
    "no name": ('name = "small"\n', "", "name"),
    "no kind": ('kind = "words"\n', "", "kind"),
    "no such source language": ('source_language = "en"', 'source_language = "fr"', "fr"),
    "a question twice": ('key = "comment"', 'key = "overall"', "overall"),
    "a scale upside down": ("scale = [1, 2]", "scale = [2, 1]", "scale"),
    "a scale of one end": ("scale = [1, 2]", "scale = [1]", "scale"),
}


@pytest.mark.parametrize(("old", "new", "named"), FAULTS.values(), ids=FAULTS)
def test_a_faulty_questionnaire_is_refused(old: str, new: str, named: str) -> None:
    """Whatever is wrong is a ValueError that names what is wrong."""
    with pytest.raises(ValueError) as refused:
        parse(SMALL.replace(old, new, 1))
    assert (named in str(refused.value), old in SMALL) == (True, True)


@pytest.mark.parametrize(
    ("name", "scale", "keys"),
    [
        (
            "post_delivery",
            [1, 2, 3, 4, 5],
            ["overall", "accuracy", "on_time", "responsiveness", "complaint_handling", "comment"],
        ),
        ("relationship", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], ["overall", "comment"]),
    ],
)
def test_the_shipped_instruments(name: str, scale: list[int], keys: list[str]) -> None:
    """Questions, order and scale are one instrument; this changes only together with its version."""
    shipped = parse(SHIPPED[name])
    found = (shipped.name, shipped.version, list(shipped.scale), [question.key for question in shipped.questions])
    assert found == (name, 1, scale, keys)


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_problems_are_known(name: str) -> None:
    """Every problem that a low mark points at is one that a complaint can have."""
    codes = {question.problem for question in parse(SHIPPED[name]).questions if question.problem}
    assert codes - set(Problem) == set()


@pytest.mark.parametrize("name", SHIPPED)
def test_only_overall_must_be_answered(name: str) -> None:
    """Overall always applies; every other question may be left out or not apply."""
    assert [question.key for question in parse(SHIPPED[name]).questions if not question.optional] == ["overall"]


@pytest.mark.parametrize("name", SHIPPED)
def test_both_ends_of_the_scale_are_labelled(name: str) -> None:
    """In every language both ends have a label, no label comes twice, and all languages fill in the same blanks."""
    questionnaire = parse(SHIPPED[name])
    labels = [[label for label in wording.labels if label] for wording in questionnaire.wordings.values()]
    ends = [wording.labels[0] and wording.labels[-1] for wording in questionnaire.wordings.values()]
    blanks = {
        tuple(word for word in ("{order}", "{date}") if word in text)
        for wording in questionnaire.wordings.values()
        for text in [wording.subject + wording.stem]
    }
    assert (all(ends), [len(set(some)) for some in labels], len(blanks)) == (True, [len(some) for some in labels], 1)


def test_a_shipped_language_is_whole() -> None:
    """All shipped questionnaires speak the same languages."""
    spoken = {name: sorted(parse(text).wordings) for name, text in SHIPPED.items()}
    assert spoken == {name: ["de", "en", "es", "fr"] for name in SHIPPED}
