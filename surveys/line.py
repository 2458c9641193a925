"""The lines of a digest, in the order in which leadership reads them every week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from textwrap import shorten
from types import MappingProxyType

from surveys import measures
from surveys.care import Care
from surveys.delivery import Reason
from surveys.figure import Counts
from surveys.promise import Kept
from surveys.question import Questionnaire
from surveys.trend import COMPLAINTS, Trend, in_words

NO_DATA = "no data yet"
NO_TRENDS: Mapping[str, Trend] = MappingProxyType({})
LONGEST_VOICE = 110
MOST_NAMED = 4

REASONS: dict[str, str] = {
    Reason.TOO_OLD: "too old",
    Reason.QUARANTINE: "asked recently",
    Reason.BOUNCED: "bounced before",
    Reason.BAD_ADDRESS: "bad address",
}


@dataclass(frozen=True)
class Line:
    """`words` say it. A gauge has two sides: `words` is what customers say, `observed` what the records show; `usual`
    and `observed_usual` say whether that is usual.
    """

    key: str
    label: str
    words: str
    note: str = ""
    observed: str = ""
    usual: str = ""
    observed_usual: str = ""


NONE = Kept()


@dataclass(frozen=True)
class Enquired:
    """What came of enquiries in a week. `unreviewed` are those by which we were bound before anybody had reviewed them,
    `met` the lines of what was agreed, `unaware` who has not said yet that they know of a change. `promises` are kept
    shares by what is promised.
    """

    new: int = 0
    open: int = 0
    unreviewed: tuple[str, ...] = ()
    met: Kept = NONE
    unmet: tuple[str, ...] = ()
    unaware: int = 0
    promises: tuple[tuple[str, Kept], ...] = ()


@dataclass(frozen=True)
class Improved:
    """What is being done so that things go better: how many are `open`, which are `late` and which wait `to_verify`,
    and what came of those that were `judged` in the week. `proposed` are risks that nobody has decided about, `grave`
    those of the heaviest; `chances` are opportunities to decide about, `unpursued` a quarter in which none was pursued.
    """

    open: int = 0
    late: tuple[str, ...] = ()
    to_verify: tuple[str, ...] = ()
    judged: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()
    grave: tuple[str, ...] = ()
    chances: tuple[str, ...] = ()
    unpursued: str = ""


@dataclass(frozen=True)
class Standing:
    """What the store says at the moment of the claim, beside the weekly counts.

    `observations` are clicks of machines, `unclear` and `unverified` answers: all left out of this week's figures.
    `verbatim` is one customer's words, chosen by rule and stripped of names by the caller; `verbatim_from` says
    where they can be found (a case or an order). `unreviewed` are weeks whose digest no leader has reviewed in time,
    `missed` those that have none,
    `addendum` is what became known of the week before since then. `care` is how complaints were looked after,
    `enquired` what came of enquiries, `improved` what is done so that things go better.
    """

    open_complaints: int = 0
    oldest_open_days: int = 0
    held_messages: int = 0
    set_aside: int = 0
    observations: int = 0
    unclear: int = 0
    unverified: int = 0
    paused: bool = False
    late: bool = False
    block_number: int = 0
    block_hash: str = ""
    verbatim: str = ""
    verbatim_from: str = ""
    unreviewed: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    addendum: str = ""
    care: Care = field(default_factory=Care)
    enquired: Enquired = field(default_factory=Enquired)
    improved: Improved = field(default_factory=Improved)


def lines(
    counts: Counts, questionnaire: Questionnaire, standing: Standing, trends: Mapping[str, Trend] = NO_TRENDS
) -> tuple[Line, ...]:
    """Five gauges, overall, recommendation if asked, complaints, what was left out, a voice, the evidence."""
    found = [
        *_gauges(counts, questionnaire, standing),
        _overall(counts, questionnaire, standing.addendum),
        _recommendation(counts),
        _complaints(counts, standing, in_words(trends.get(COMPLAINTS))),
        _enquiries(standing.enquired),
        _actions(standing.improved),
        _left_out(counts, standing),
        _voice(standing),
        _evidence(standing),
    ]
    return tuple(_judged(line, trends) for line in found if line)


PERCEIVED, OBSERVED = "usual", "observed_usual"
MEASURES: Mapping[str, tuple[str, str, str]] = {
    "on_time": ("on_time", OBSERVED, "on time {} in the records"),
    "right_first_time": ("accuracy", OBSERVED, "accuracy {} in the records"),
    "replied_in_time": ("responsiveness", OBSERVED, "replies in time {}"),
    COMPLAINTS: ("", "", "complaints {} for so many deliveries"),
    "satisfied.on_time": ("on_time", PERCEIVED, "on time {} in customers' words"),
    "satisfied.accuracy": ("accuracy", PERCEIVED, "accuracy {} in customers' words"),
    "satisfied.complaint_handling": ("complaint_handling", PERCEIVED, "complaint handling {} in customers' words"),
    "satisfied.responsiveness": ("responsiveness", PERCEIVED, "responsiveness {} in customers' words"),
    "satisfied.overall": ("overall", PERCEIVED, "satisfied overall {}"),
}
"""Of each measure: its line, where on that it is judged, and how a sentence calls it; records before words.

Complaints are judged within their words.
"""


def unusual(trends: Mapping[str, Trend]) -> list[str]:
    """What this week is out of the usual: `on time LOW in the records`."""
    told = {key: trends[key] for key in MEASURES if key in trends}
    return [MEASURES[key][2].format(trend.word) for key, trend in told.items() if trend.unusual]


def _judged(line: Line, trends: Mapping[str, Trend]) -> Line:
    """The line with what the weeks before say of it."""
    of = {side: in_words(trends.get(key)) for key, (on, side, _) in MEASURES.items() if on == line.key}
    return replace(line, usual=of.get(PERCEIVED, ""), observed_usual=of.get(OBSERVED, ""))


def counted(number: int, noun: str) -> str:
    """`1 delivery`, `2 deliveries`, `3 mails`."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun[:-1]}ies" if noun.endswith(("ry", "ty")) else f"{number} {noun}s"


def no_responses(counts: Counts) -> str:
    return f"no responses ({counts['invited'] or 'none'} invited)"


def open_cases(standing: Standing, noun: str = "") -> str:
    """`1 open for 6 days`, `3 complaints open, oldest 6 days`, `none open`."""
    number, days = standing.open_complaints, standing.oldest_open_days
    named = f"{counted(number, noun)} open" if noun else _open(standing)
    if not number:
        return named
    if not days:
        return f"{named} since today"
    return f"{named} for {counted(days, 'day')}" if number == 1 else f"{named}, oldest {counted(days, 'day')}"


def _open(standing: Standing) -> str:
    return f"{standing.open_complaints or 'none'} open"


def _gauges(counts: Counts, questionnaire: Questionnaire, standing: Standing) -> list[Line]:
    def gauge(key: str, label: str, records: str, note: str = "") -> Line:
        return Line(key, label, _satisfied(counts, questionnaire, key, "no responses"), note, records)

    kept = measures.observed(measures.on_time(counts), "no promised dates" if counts["deliveries"] else "no deliveries")
    replied = "replied in time" if counts["replies"] else ""
    right = measures.observed(measures.right_first_time(counts), "no deliveries")
    return [
        gauge("on_time", "On time", kept),
        gauge("accuracy", "Accuracy", right, "right so far" if counts["deliveries"] else ""),
        gauge("complaint_handling", "Complaint handling", _handled(standing)),
        gauge(
            "responsiveness", "Responsiveness", measures.observed(measures.replied_in_time(counts), NO_DATA), replied
        ),
        _forms(counts, questionnaire),
    ]


def _handled(standing: Standing) -> str:
    """`in time: acknowledged 3/3, answered 1/2; solved 2 of 3 closed`."""
    found = standing.care
    times = [
        f"{what} {yes}/{of}"
        for what, yes, of in (
            ("acknowledged", found.acknowledged_in_time, found.acknowledged),
            ("answered", found.answered_in_time, found.answered),
        )
        if of
    ]
    told = [f"in time: {', '.join(times)}"] if times else []
    told += [f"solved {found.solved} of {found.closed} closed"] if found.closed else []
    return "; ".join(told) or f"{_open(standing)}{', none answered' if standing.open_complaints else ''}"


def _forms(counts: Counts, questionnaire: Questionnaire) -> Line:
    """How the asking itself works; what customers say through it as a whole is the next line, overall."""
    wrote, rate = measures.commented(counts, questionnaire), measures.response_rate(counts)
    words = f"{wrote.yes} of {wrote.of} wrote words" if wrote.of else "no responses"
    if not rate.of:
        return Line("feedback_forms", "Feedback forms", words, observed="nobody invited")
    answered = measures.observed(rate, "") if rate.yes else f"0 of {rate.of}"
    return Line("feedback_forms", "Feedback forms", words, "replied so far", answered)


def _overall(counts: Counts, questionnaire: Questionnaire, addendum: str) -> Line:
    words = _satisfied(counts, questionnaire, "overall", no_responses(counts))
    return Line("overall", "Overall satisfied", words, f"- {addendum}" if addendum else "")


def _satisfied(counts: Counts, questionnaire: Questionnaire, key: str, nothing: str) -> str:
    responses = counts[f"{questionnaire.name}.responses"]
    unrated = f"not rated ({counted(responses, 'answer')})" if responses else nothing
    return measures.perceived(measures.satisfied(counts, questionnaire, key), unrated)


def _recommendation(counts: Counts) -> Line | None:
    found = measures.recommendation(counts)
    return Line("recommendation", "Recommend us", measures.recommended(found)) if found.of else None


def _complaints(counts: Counts, standing: Standing, usual: str) -> Line:
    rate = measures.complaints(counts)
    base = f" on {counted(rate.base, 'delivery')}" if rate.base else ""
    told = ", ".join(part for part in (measures.per_1000(rate), usual) if part)
    new = f"{rate.count or 'none'} new{base}" + (f" ({told})" if told else "")
    late = f", {standing.care.late} late" if standing.care.late else ""
    asleep = f"; nobody moved {_named(standing.care.forgotten)}" if standing.care.forgotten else ""
    return Line("complaints", "Complaints", f"{new}; {open_cases(standing)}{late}{asleep}")


def _enquiries(found: Enquired) -> Line | None:
    """Nothing of it where nobody asks: then the digest is as long as before."""
    broken = [f"{words}: {kept.yes} of {kept.of}" for words, kept in found.promises if kept.yes < kept.of]
    told = [
        f"{found.new or 'none'} new, {found.open or 'none'} open",
        f"bound without a review: {_named(found.unreviewed)}" if found.unreviewed else "",
        f"requirements met {found.met.yes} of {found.met.of}" if found.met.of else "",
        f"not met: {_named(found.unmet)}" if found.unmet else "",
        f"{found.unaware} told of a change have not said that they know" if found.unaware else "",
        f"promises kept: {'; '.join(broken)}" if broken else "",
    ]
    if found == Enquired(promises=found.promises):
        return None
    return Line("enquiries", "Enquiries", "; ".join(one for one in told if one))


def _actions(found: Improved) -> Line | None:
    """Nothing of it where nobody has decided on any."""
    told = [
        _named(found.judged),
        f"late: {_named(found.late)}" if found.late else "",
        f"effect to be judged: {_named(found.to_verify)}" if found.to_verify else "",
        f"{found.open} open" if found.open else "",
        f"proposed as risks: {_named(found.proposed)}" if found.proposed else "",
        f"very high risk: {_named(found.grave)}" if found.grave else "",
        f"opportunities: {_named(found.chances)}" if found.chances else "",
        f"no opportunity pursued in {found.unpursued}" if found.unpursued else "",
    ]
    return None if found == Improved() else Line("actions", "Actions, risks", "; ".join(one for one in told if one))


def _named(cases: Sequence[str]) -> str:
    """`C-1, C-4, C-6 and 3 more`."""
    shown = ", ".join(cases[:MOST_NAMED])
    return f"{shown} and {len(cases) - MOST_NAMED} more" if len(cases) > MOST_NAMED else shown


def _left_out(counts: Counts, standing: Standing) -> Line:
    """What no figure above contains, and why."""
    left = {
        counted(standing.observations, "machine click"): standing.observations,
        f"{standing.unclear} unclear": standing.unclear,
        f"{standing.unverified} unverified": standing.unverified,
        f"{counts['bounced']} bounced": counts["bounced"],
        f"{counted(standing.held_messages, 'mail')} held": standing.held_messages,
        f"{counted(standing.set_aside, 'mail')} set aside": standing.set_aside,
        f"not asked: {_not_asked(counts)}": _not_asked(counts),
    }
    return Line("left_out", "Left out", ", ".join(words for words, there in left.items() if there) or "nothing")


def _not_asked(counts: Counts) -> str:
    reasons = {name.removeprefix("not_asked."): n for name, n in counts.items() if name.startswith("not_asked.") and n}
    return ", ".join(f"{n} {REASONS.get(reason, reason)}" for reason, n in sorted(reasons.items()))


def _voice(standing: Standing) -> Line | None:
    shown = "".join(c if c.isprintable() else " " for c in standing.verbatim)
    quoted = shorten(shown, LONGEST_VOICE, placeholder="…")
    source = f" ({standing.verbatim_from})" if standing.verbatim_from else ""
    return Line("voice", "Voice", f"“{quoted}”{source}") if quoted else None


def _evidence(standing: Standing) -> Line:
    """The newest sealed block: who keeps this mail can prove later that nothing before it was changed."""
    sealed = f"block {standing.block_number}, {standing.block_hash[:16]}..." if standing.block_hash else "no block yet"
    notes = [sealed, "sent late" if standing.late else "", "sending is paused" if standing.paused else ""]
    return Line("evidence", "Evidence", "; ".join(note for note in notes if note))
