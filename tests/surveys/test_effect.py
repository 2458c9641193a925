"""What the figures say of an action: a seeded improvement is found, noise is not called one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

from surveys.action import Action, Aim, Kind, State
from surveys.effect import MEASURES, aimed, effect
from surveys.figure import Counts
from surveys.questionnaires import load
from surveys.workdays import Week

DONE = Week(2026, 30)
QUESTIONNAIRE = load("post_delivery")
ON_TIME = Action(1, 1, "Warn of late pallets", Kind.CORRECTIVE, datetime(2026, 7, 1, tzinfo=UTC), measure="on_time")
LATE = replace(ON_TIME, measure="complaints.late")


def weeks(*counts: Counts) -> list[tuple[Week, Counts]]:
    """Weeks around that in which it was done: 15 before, then the rest."""
    return [(DONE.shift(at - 15), one) for at, one in enumerate(counts)]


def on_time(shares: Sequence[int]) -> list[tuple[Week, Counts]]:
    """So many of 40 each week."""
    return weeks(*(Counter(deliveries=40, promised=40, on_time=yes) for yes in shares))


def complained(numbers: Sequence[int]) -> list[tuple[Week, Counts]]:
    return weeks(*(Counter({"deliveries": 40, "complaints.late": n, "complaints": n}) for n in numbers))


BEFORE = [32, 33, 31, 33, 32, 34, 31, 32, 33, 32, 31, 33, 32, 33, 32]


def test_a_seeded_improvement_is_effective() -> None:
    """Better than was usual in the weeks after; the week in which it was done counts for neither."""
    found = effect(ON_TIME, DONE, on_time([*BEFORE, 20, 39, 40, 39, 38, 40, 39, 39, 40]), QUESTIONNAIRE)
    assert found.state is State.EFFECTIVE
    assert found.words == "81 % (484/600) before, 98 % (314/320) since: HIGH in 8 of 8 weeks"


def test_noise_is_not_effective() -> None:
    """The same after as before."""
    found = effect(ON_TIME, DONE, on_time([*BEFORE, 32, 33, 31, 33, 32, 34, 31, 32, 33]), QUESTIONNAIRE)
    assert (found.state, found.words.partition(": ")[2]) == (State.INEFFECTIVE, "within what was usual")


def test_noise_is_seldom_called_an_effect() -> None:
    """Of 400 actions that change nothing, at most one of ten looks effective by chance."""
    dice, called = Random(5), 0
    for _ in range(400):
        shares = [sum(dice.random() < 0.8 for _ in range(40)) for _ in range(24)]
        called += effect(ON_TIME, DONE, on_time(shares), QUESTIONNAIRE).state is State.EFFECTIVE
    assert called <= 40


def test_worse_in_some_weeks_is_no_effect() -> None:
    """A week below what was usual beside one above it."""
    found = effect(ON_TIME, DONE, on_time([*BEFORE, 32, 40, 20, 40, 33, 32, 33, 32, 33]), QUESTIONNAIRE)
    assert (found.state, found.words.partition(": ")[2]) == (State.INEFFECTIVE, "worse in some weeks")


def test_too_few_deliveries_say_nothing() -> None:
    """Fewer than thirty since then, or too few weeks before."""
    assert effect(ON_TIME, DONE, on_time([*BEFORE, 32]), QUESTIONNAIRE).state is None
    assert effect(ON_TIME, Week(2026, 20), on_time([32] * 12), QUESTIONNAIRE).state is None


def test_complaints_are_rarer_beyond_chance() -> None:
    """The upper end of the interval lies below the rate before; a little fewer is not."""
    rarer = effect(LATE, DONE, complained([4] * 15 + [4] + [0, 1, 0, 0, 1, 0, 0, 0]), QUESTIONNAIRE)
    assert (rarer.state, rarer.words) == (
        State.EFFECTIVE,
        "100 per 1000 (60/600) before, 6 per 1000 (2/320) since: rarer beyond chance",
    )
    fewer = effect(LATE, DONE, complained([4, 3, 5] * 5 + [4] + [3, 4, 4, 3, 5, 4, 3, 4]), QUESTIONNAIRE)
    assert fewer.state is State.INEFFECTIVE


def test_a_target_is_reached_for_sure_by_chance_or_not() -> None:
    """All of the interval on the right side, the figure alone, or not even that; complaints the other way round."""
    aim = replace(ON_TIME, aim=Aim.TARGET)
    history = on_time([*BEFORE, 32, *[38] * 8])
    told = [effect(replace(aim, target=target), DONE, history, QUESTIONNAIRE).state for target in (90, 94, 97)]
    assert told == [State.EFFECTIVE, State.PARTLY, State.INEFFECTIVE]
    rate, few = replace(LATE, aim=Aim.TARGET), complained([4] * 16 + [1, 0] * 4)
    told = [effect(replace(rate, target=target), DONE, few, QUESTIONNAIRE).state for target in (50, 15, 5)]
    assert told == [State.EFFECTIVE, State.PARTLY, State.INEFFECTIVE]


def test_every_measure_can_be_judged() -> None:
    """What a form offers has figures."""
    history = on_time([*BEFORE, 32, *[38] * 8])
    for measure in MEASURES:
        assert effect(replace(ON_TIME, measure=measure), DONE, history, QUESTIONNAIRE).words


def test_the_criterion_in_words() -> None:
    """As card and file say it."""
    assert aimed(ON_TIME) == "on time, in the records: better than was usual, looked at after 8 weeks"
    target = replace(LATE, aim=Aim.TARGET, target=15)
    assert aimed(target) == "complaints: late: at most 15 per 1000 deliveries, looked at after 8 weeks"
