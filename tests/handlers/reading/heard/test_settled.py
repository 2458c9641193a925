"""Whether an answer to "Is it solved for you?" says yes or no; a wrong yes is the worst there is."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.reading import heard
from handlers.reading.heard.folding import fold
from handlers.reading.heard.settled import settled

TOLD = tomllib.loads((Path(__file__).parent / "settled.toml").read_text("utf-8"))

ASKED = ("en", "de", "fr", "es")


def wrong(what: str, wanted: bool | None) -> list[tuple[str, str, bool | None]]:
    found = [(code, words, settled(words)) for code, listed in TOLD[what].items() for words in listed.split("|")]
    return [one for one in found if one[2] is not wanted]


def test_a_yes_is_heard_in_every_language() -> None:
    """With thanks, in other words, and as `no problem any more`."""
    assert wrong("yes", True) == []


def test_a_yes_is_heard_in_a_letter() -> None:
    """Between a greeting and a name."""
    assert wrong("letters", True) == []


def test_a_no_is_heard_in_every_language() -> None:
    """Also where it begins with a yes."""
    assert wrong("no", False) == []


def test_what_is_neither_is_left_to_a_person() -> None:
    """Questions, thanks alone, and a yes that is taken back."""
    assert wrong("neither", None) == []


def test_nothing_that_only_has_a_yes_in_it_is_one() -> None:
    """Conditions, halves, wishes, denials, and words that mean yes in another language."""
    found = [(code, words) for code, listed in TOLD["never"].items() for words in listed.split("|") if settled(words)]
    assert found == []


@pytest.mark.parametrize("code", sorted(TOLD["yes"]))
def test_no_complaint_becomes_a_yes(code: str) -> None:
    """Replies that complain, as they are and behind a yes."""
    replies = tomllib.loads((Path(__file__).parent / "replies" / f"{code}.toml").read_text("utf-8"))
    yes = TOLD["yes"][code].split("|")[0]
    told = [one for label, listed in replies.items() if label[0] != "-" for one in listed.strip().splitlines()]
    assert len(told) > 20
    assert [one for one in told if settled(one) or settled(f"{yes}, {one}") or settled(f"{yes}.\n{one}")] == []


@pytest.mark.parametrize("what", ["yes", "no"])
def test_any_unknown_word_takes_a_yes_back(what: str) -> None:
    """Wherever it stands."""
    told = [words for listed in TOLD[what].values() for words in listed.split("|")]
    more = [f"{words} xyzzy" for words in told] + [f"xyzzy {words}" for words in told]
    assert [words for words in more if settled(words)] == []


@pytest.mark.parametrize(
    "words",
    [
        "Yes, I read your answer. The driver came at six in the morning and left the pallet on the road, the forklift "
        "was locked away, and we carried the parts in by hand, in the rain, which took three of my people two hours.",
        "Yes, thank you." + " " * 2500 + "But it is broken.",
        "Yes, thank you. " * 100,
    ],
)
def test_a_long_story_that_begins_with_yes_ends_no_case(words: str) -> None:
    """What comes after it may be anything, and nobody says yes at length."""
    assert settled(words) is not True


def test_what_was_solved_in_the_end_is_no_clear_no() -> None:
    """It was open, and is not any more; somebody looks."""
    assert settled("It was not solved at first. Now all good.") is None


@pytest.mark.parametrize(("what", "most", "least"), [("yes", 12, 5), ("no", 12, 5), ("neither", 8, 3)])
def test_every_language_is_there(what: str, most: int, least: int) -> None:
    """All that the survey is asked in, and ten more."""
    assert len(TOLD[what]) == 14
    counted = {code: len(listed.split("|")) for code, listed in TOLD[what].items()}
    assert [code for code, number in counted.items() if number < (most if code in ASKED else least)] == []


@pytest.mark.parametrize("code", sorted(TOLD["yes"]))
def test_a_phrase_stands_in_one_row(code: str) -> None:
    """In two, one of them would say nothing."""
    rows = tomllib.loads(Path(heard.__file__).with_name("settled.toml").read_text("utf-8"))[code]
    phrases = [phrase for listed in rows.values() for phrase in set(map(fold, listed.split("|")))]
    assert [phrase for phrase, number in Counter(phrases).items() if number > 1 or not phrase] == []


@pytest.mark.parametrize("part", ["yes ", "no still ", "是", "a", "\n ", "it's'", "(", "Thanks X. "])
def test_endless_words_take_no_longer(part: str) -> None:
    """Only so much of them is looked at."""
    assert settled(part * 100_000) is not True


@given(st.text(max_size=500) | st.text(alphabet="yes no but still ?", max_size=3000))
def test_any_words_are_safe(words: str) -> None:
    """Whatever comes."""
    assert settled(words) in (True, False, None)


@given(st.text(max_size=50))
def test_a_question_is_no_answer(words: str) -> None:
    """Even one that begins with a yes."""
    assert settled(f"Yes {words}?") is None
