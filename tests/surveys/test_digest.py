"""What leadership is told about a week, from counts to frozen words."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from surveys.care import Care
from surveys.digest import WEEKS_DRAWN, Digest, Standing, digest, from_json, to_json, verdict
from surveys.questionnaires import load
from surveys.workdays import Week

POST = load("post_delivery")
WEEK = Week(2026, 47)
BERLIN = ZoneInfo("Europe/Berlin")
FULL = Counter(
    {
        "deliveries": 50,
        "promised": 50,
        "on_time": 44,
        "wrong": 2,
        "invited": 46,
        "answered": 16,
        "bounced": 2,
        "complaints": 3,
        "not_asked.quarantine": 3,
        "not_asked.unsubscribed": 1,
        "post_delivery.responses": 16,
        "post_delivery.comments": 9,
        "post_delivery.overall.5": 13,
        "post_delivery.overall.2": 3,
        "post_delivery.on_time.4": 12,
        "post_delivery.on_time.1": 3,
        "post_delivery.responsiveness.4": 4,
        "post_delivery.responsiveness.3": 2,
        "post_delivery.complaint_handling.2": 3,
        "post_delivery.accuracy.na": 16,
    }
)
STANDING = Standing(
    open_complaints=1,
    oldest_open_days=6,
    observations=7,
    unclear=2,
    block_number=12,
    block_hash="3fa9c1d2" * 8,
    verbatim="Third late pallet,\nnobody told us.",
    verbatim_from="C-7",
)


def told(counts: Counter[str] = FULL, standing: Standing = STANDING) -> Digest:
    history = [(WEEK.shift(-1), Counter()), (WEEK, counts)]
    return digest(
        WEEK, BERLIN, organisation="Acme", counts=counts, history=history, questionnaire=POST, standing=standing
    )


def after_steady_weeks(counts: Counter[str] = FULL) -> Digest:
    """The week after sixteen in which deliveries were mostly on time."""
    before = [(WEEK.shift(at - 16), FULL | {"on_time": 47 + at % 3}) for at in range(16)]
    history = [*((week, Counter(one)) for week, one in before), (WEEK, counts)]
    return digest(
        WEEK, BERLIN, organisation="Acme", counts=counts, history=history, questionnaire=POST, standing=STANDING
    )


def words(found: Digest, key: str) -> tuple[str, str]:
    line = next(line for line in found.lines if line.key == key)
    return line.words, line.observed


def test_its_lines_stand_in_one_fixed_order():
    """Five gauges, overall, complaints, what was left out, a voice and the evidence, the same every week."""
    expected = ["on_time", "accuracy", "complaint_handling", "responsiveness", "feedback_forms"]
    expected += ["overall", "complaints", "left_out", "voice", "evidence"]
    assert expected == [line.key for line in told().lines]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("on_time", ("80 % (12/15, CI 55-93)", "88 % (44/50, CI 76-94)")),
        ("accuracy", ("not rated (16 answers)", "96 % (48/50, CI 87-99)")),
        ("complaint_handling", ("too few to show: 3", "1 open, none answered")),
        ("responsiveness", ("4 of 6", "no data yet")),
        ("feedback_forms", ("9 of 16 wrote words", "35 % (16/46, CI 23-49)")),
        ("overall", ("81 % (13/16, CI 57-93)", "")),
        ("complaints", ("3 new on 50 deliveries (60 per 1000, CI 12 to 175); 1 open for 6 days", "")),
        ("left_out", ("7 machine clicks, 2 unclear, 2 bounced, not asked: 3 asked recently, 1 unsubscribed", "")),
        ("voice", ("“Third late pallet, nobody told us.” (C-7)", "")),
        ("evidence", ("block 12, 3fa9c1d23fa9c1d2...", "")),
    ],
)
def test_a_line_says_what_customers_say_and_what_records_show(key, expected):
    """Each gauge is told from both sides, each with its denominator, and what has no record yet says so."""
    assert expected == words(told(), key)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("on_time", ("no responses", "no deliveries")),
        ("accuracy", ("no responses", "no deliveries")),
        ("complaint_handling", ("no responses", "none open")),
        ("feedback_forms", ("no responses", "0 of 12")),
        ("overall", ("no responses (12 invited)", "")),
        ("complaints", ("none new; none open", "")),
        ("left_out", ("nothing", "")),
        ("evidence", ("no block yet", "")),
    ],
)
def test_a_quiet_week_is_never_told_as_nought_per_cent(key, expected):
    """Without answers there is nothing to share, so words stand where a percentage would."""
    assert expected == words(told(Counter(invited=12), Standing()), key)


def test_without_a_customers_words_there_is_no_voice():
    """The voice line stands only where somebody spoke; a relationship score only where it was asked."""
    keys = {line.key for line in told(standing=Standing()).lines}
    expected = set()
    assert expected == keys & {"voice", "recommendation"}


def test_relationship_answers_add_their_score():
    """Answers to the relationship survey are told beside, never mixed with, those on deliveries."""
    found = told(
        FULL + Counter({"relationship.overall.10": 6, "relationship.overall.8": 2, "relationship.overall.0": 2})
    )
    expected = ("NPS 40 (6 for, 2 against of 10, CI -13 to 74)", "")
    assert expected == words(found, "recommendation")


def test_long_and_odd_words_are_cut_and_cleaned():
    """A voice is one short line without control characters."""
    voice, _ = words(told(standing=Standing(verbatim="a\u202eb\x07 " + "word " * 60)), "voice")
    expected = (True, True, True)
    assert expected == (voice.startswith("“a b word"), voice.endswith("…”"), len(voice) < 115)


def test_pause_and_lateness_are_told():
    """A paused service and a late digest say so themselves."""
    found = told(standing=Standing(paused=True, late=True))
    expected = ("no block yet; sent late; sending is paused", "")
    assert expected == words(found, "evidence")


@pytest.mark.parametrize(
    ("counts", "standing", "expected"),
    [
        ({"complaints": 3}, Standing(open_complaints=1, oldest_open_days=6), "3 new complaints, 1 open for 6 days"),
        ({"complaints": 1}, Standing(), "1 new complaint"),
        ({}, Standing(open_complaints=2, oldest_open_days=1), "2 complaints open, oldest 1 day"),
        ({"complaints": 1}, Standing(open_complaints=1), "1 new complaint, 1 open since today"),
        ({"promised": 50, "on_time": 44}, Standing(), "6 of 50 deliveries late"),
        ({}, Standing(paused=True, held_messages=2, set_aside=1), "sending is paused; 2 mails held; 1 mail set aside"),
        ({}, Standing(), "no new complaints; satisfied overall: 4 of 6"),
    ],
)
def test_the_verdict_says_what_needs_attention(counts, standing, expected):
    """Facts only, the gravest first; a week in which nothing asks for attention tells its satisfaction."""
    answers = {"post_delivery.responses": 6, "post_delivery.overall.5": 4, "post_delivery.overall.1": 2}
    assert expected == verdict(Counter({**answers, **counts}), POST, standing)


def test_a_quiet_weeks_verdict_tells_how_many_were_asked():
    """Silence is told with its denominator."""
    expected = "quiet week: no responses (12 invited)"
    assert expected == verdict(Counter(invited=12), POST, Standing())
    expected = "1 new complaint; no responses (none invited)"
    assert expected == verdict(Counter(complaints=1), POST, Standing())


def test_it_names_its_week_in_days():
    """The period is Monday to Sunday."""
    assert (date(2026, 11, 16), date(2026, 11, 22)) == told().period


def test_its_numbers_hold_everything_that_was_used():
    """Raw counts, shares, bounds and the instants of the week can be checked years later."""
    numbers = told().numbers
    assert dict(FULL) == numbers["counts"]
    expected = (13, 16, 0.8125)
    assert expected == tuple(numbers["shares"]["satisfied.overall"][key] for key in ("yes", "of", "share"))
    expected = (16, 44)
    assert expected == tuple(numbers["shares"]["response_rate_of_delivered"][key] for key in ("yes", "of"))
    expected = ["2026-11-15T23:00:00+00:00", "2026-11-22T23:00:00+00:00"]
    assert expected == numbers["bounds"]
    expected = (3, 50, 60.0)
    assert expected == tuple(numbers["complaints"][key] for key in ("count", "base", "per_1000"))


def test_a_customers_words_stand_in_one_place_only():
    """Who erases a person finds the words in the voice line and nowhere else."""
    frozen = to_json(told())
    expected = 1
    assert expected == json.dumps(frozen).count("Third late pallet")


@pytest.mark.parametrize("counts", [FULL, Counter(), Counter(invited=12)])
def test_frozen_as_json_it_comes_back_the_same(counts):
    """What was claimed is what is rendered, today and years later."""
    found = told(counts)
    assert found == from_json(json.loads(json.dumps(to_json(found))))
    assert to_json(found) == json.loads(json.dumps(to_json(found)))


def test_how_complaints_were_looked_after_is_told_beside_them() -> None:
    """In time of how many, solved of how many; what is late, and which cases nobody moved."""
    looked_after = Care(
        acknowledged=3, acknowledged_in_time=3, answered=2, answered_in_time=1, closed=3, solved=2, late=4,
        forgotten=("C-1", "C-4", "C-6", "C-7", "C-9", "C-11"),
    )  # fmt: skip
    found = told(standing=replace(STANDING, care=looked_after))
    assert words(found, "complaint_handling")[1] == ("in time: acknowledged 3/3, answered 1/2; solved 2 of 3 closed")
    assert words(found, "complaints")[0].endswith(
        "1 open for 6 days, 4 late; nobody moved C-1, C-4, C-6, C-7 and 2 more"
    )
    assert found.numbers["standing"]["care"]["forgotten"] == list(looked_after.forgotten)
    assert from_json(json.loads(json.dumps(to_json(found)))) == found


def test_what_is_unusual_stands_first():
    """A week like the others is usual; one out of the limits is named in the verdict and on its line."""
    found = after_steady_weeks(Counter(FULL | {"on_time": 38}))
    line = found.lines[0]
    assert found.verdict.startswith("on time LOW in the records; ")
    assert (line.usual, line.observed_usual) == ("usual", "LOW, usual 89-100")
    assert found.numbers["trends"]["on_time"]["word"] == "LOW"
    assert from_json(json.loads(json.dumps(to_json(found)))) == found


def test_the_first_weeks_are_not_judged():
    """One week alone cannot tell what is usual."""
    assert {(line.usual, line.observed_usual) for line in told().lines} == {("", "")}


def test_its_chart_begins_with_the_first_week_that_is_known():
    """And shows half a year at the most."""
    assert (after_steady_weeks().chart.title, WEEKS_DRAWN) == ("The last 17 weeks", 26)
