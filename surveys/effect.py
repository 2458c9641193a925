"""Whether an action has worked, by the figures before and after it (ISO 9001:2015, 10.2.1 d).

The weeks after it are judged by what was usual before (XmR); complaints also by whether they come more rarely beyond
chance. Too little known is said, never guessed: then it is waited for, and at last a person decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from surveys import interval
from surveys.action import FEWEST_DELIVERIES, Action, Aim, State
from surveys.complaint import Problem
from surveys.figure import Counts
from surveys.measures import ENOUGH, FEWEST, Rate, Share, complaints, half_up, shares
from surveys.question import Questionnaire
from surveys.trend import COMPLAINTS
from surveys.workdays import Week
from surveys.xmr import FIRM, Word, shares_since, since

RARER = {COMPLAINTS: "complaints"} | {f"{COMPLAINTS}.{one}": f"complaints: {one.replace('_', ' ')}" for one in Problem}
"""The measures that are better the lower they are, per 1000 deliveries."""

HIGHER = {
    "on_time": "on time, in the records",
    "right_first_time": "right first time, in the records",
    "replied_in_time": "enquiries replied to in time",
    "satisfied.on_time": "satisfied with the time",
    "satisfied.accuracy": "satisfied with accuracy",
    "satisfied.complaint_handling": "satisfied with complaint handling",
    "satisfied.responsiveness": "satisfied with responsiveness",
    "satisfied.overall": "satisfied overall",
}
"""The measures that are better the higher they are, in per cent."""

MEASURES = HIGHER | RARER


@dataclass(frozen=True)
class Effect:
    """What the figures say: the state proposed, None where too little is known, and the figures in words."""

    state: State | None
    words: str


def effect(
    action: Action, implemented: Week, history: Sequence[tuple[Week, Counts]], questionnaire: Questionnaire
) -> Effect:
    """What came of an action that was done in the week `implemented`; `history` has whole weeks, oldest first."""
    before = [counts for week, counts in history if week < implemented]
    after = [counts for week, counts in history if week > implemented]
    if sum(counts["deliveries"] for counts in after) < FEWEST_DELIVERIES:
        return Effect(None, f"fewer than {FEWEST_DELIVERIES} deliveries since then")
    if action.measure in RARER:
        return _of_rates(action, *([rate(action.measure, one) for one in some] for some in (before, after)))
    return _of_shares(
        action, *([shares(one, questionnaire)[action.measure] for one in some] for some in (before, after))
    )


def rate(measure: str, counts: Counts) -> Rate:
    """Complaints, or those of one problem, on the deliveries of a week."""
    return complaints(counts) if measure == COMPLAINTS else Rate(counts[measure], counts["deliveries"])


def aimed(action: Action) -> str:
    """The criterion in words: `on time, in the records: better than usual, looked at after 8 weeks`."""
    if action.aim is Aim.BETTER:
        wanted = "better than was usual"
    elif action.measure in RARER:
        wanted = f"at most {action.target} per 1000 deliveries"
    else:
        wanted = f"at least {action.target} %"
    return f"{MEASURES.get(action.measure, action.measure)}: {wanted}, looked at after {action.weeks} weeks"


def _of_shares(action: Action, before: Sequence[Share], after: Sequence[Share]) -> Effect:
    earlier, later = _pooled(before[-FIRM:]), _pooled(after)
    if later.of < ENOUGH:
        return Effect(None, f"only {later.of} counted since then")
    told = f"{_share(earlier)} before, {_share(later)} since"
    if action.aim is Aim.TARGET:
        return _on_target(later.value or 0.0, later.interval, (action.target or 0) / 100, told)
    known = [one for one in before if one.of >= FEWEST]
    weeks = shares_since(known, [one for one in after if one.of >= FEWEST])
    if not weeks:
        return Effect(None, f"{told}; too few weeks before to say what was usual")
    low, _ = interval.difference(later.yes, later.of, earlier.yes, earlier.of)
    words = [week.word for week in weeks]
    return _better(words, Word.HIGH, low > 0, told)


def _of_rates(action: Action, before: Sequence[Rate], after: Sequence[Rate]) -> Effect:
    """Rarer is also what comes more rarely beyond chance: the upper end of the interval lies below the old rate."""
    earlier, later = _together(before[-FIRM:]), _together(after)
    told = f"{_per(earlier)} before, {_per(later)} since"
    low, high = later.interval
    if action.aim is Aim.TARGET:
        return _on_target(-(later.per_1000 or 0.0), (-high, -low), -(action.target or 0), told)
    if earlier.per_1000 is None or earlier.base < FEWEST_DELIVERIES:
        return Effect(None, f"{told}; too few deliveries before to say what was usual")
    known, newer = ([one.per_1000 or 0.0 for one in some if one.base >= ENOUGH] for some in (before, after))
    words = [week.word for week in since(known[-FIRM:], newer, (0.0, inf))]
    if high < earlier.per_1000:
        return Effect(State.EFFECTIVE, f"{told}: rarer beyond chance")
    return _better(words, Word.LOW, False, told)


def _better(weeks: Sequence[Word], wanted: Word, beyond_chance: bool, told: str) -> Effect:
    """A signal of the chart is an effect; better on the whole without one is half of it."""
    unusual = [word for word in weeks if word is not Word.USUAL]
    if unusual and all(word is wanted for word in unusual):
        return Effect(State.EFFECTIVE, f"{told}: {wanted} in {len(unusual)} of {len(weeks)} weeks")
    if beyond_chance and not unusual:
        return Effect(State.PARTLY, f"{told}: better on the whole, no week beyond what was usual")
    return Effect(State.INEFFECTIVE, f"{told}: {'worse in some weeks' if unusual else 'within what was usual'}")


def _on_target(reached: float, ends: tuple[float, float], target: float, told: str) -> Effect:
    """All of the interval is on the right side of the target, or only the figure itself is."""
    if ends[0] >= target:
        return Effect(State.EFFECTIVE, f"{told}: the target is reached for sure")
    if reached >= target:
        return Effect(State.PARTLY, f"{told}: the target is reached, chance may help")
    return Effect(State.INEFFECTIVE, f"{told}: the target is missed")


def _pooled(weeks: Sequence[Share]) -> Share:
    return Share(sum(one.yes for one in weeks), sum(one.of for one in weeks))


def _together(weeks: Sequence[Rate]) -> Rate:
    return Rate(sum(one.count for one in weeks), sum(one.base for one in weeks))


def _share(share: Share) -> str:
    return f"{share.percent} % ({share.yes}/{share.of})" if share.of else "nothing"


def _per(rate: Rate) -> str:
    return "nothing" if rate.per_1000 is None else f"{half_up(rate.per_1000)} per 1000 ({rate.count}/{rate.base})"
