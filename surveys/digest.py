"""What leadership is told about one ISO week (ISO 9001:2015, 5.1.2 and 9.1.2), frozen once told.

`digest` computes everything at the moment a week is claimed. Its JSON is kept, and mail, Slack and terminal are
rendered from that, so that a posted number never changes.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from surveys import measures
from surveys.chart import Chart, Point, Series, weekly
from surveys.figure import Counts
from surveys.line import NO_TRENDS, Line, Standing, counted, lines, no_responses, open_cases, unusual
from surveys.measures import Share
from surveys.question import Questionnaire
from surveys.trend import Trend, trends
from surveys.workdays import Week

__all__ = ["Digest", "Line", "Standing", "digest", "from_json", "to_json", "verdict"]


WEEKS_DRAWN = 26


@dataclass(frozen=True)
class Digest:
    """`period` is Monday and Sunday; `numbers` every number used, as plain JSON values."""

    week: Week
    period: tuple[date, date]
    organisation: str
    lines: tuple[Line, ...]
    verdict: str
    numbers: Mapping[str, Any]
    chart: Chart


def digest(
    week: Week,
    zone: ZoneInfo,
    *,
    organisation: str,
    counts: Counts,
    history: Sequence[tuple[Week, Counts]],
    questionnaire: Questionnaire,
    standing: Standing,
) -> Digest:
    """The digest of `week`; `history` holds all weeks that are known, oldest first, this one last."""
    monday, found = week.monday(), trends(history, questionnaire)
    return Digest(
        week=week,
        period=(monday, monday + timedelta(days=6)),
        organisation=organisation,
        lines=lines(counts, questionnaire, standing, found),
        verdict=verdict(counts, questionnaire, standing, found),
        numbers=_numbers(week, zone, counts, questionnaire, standing) | {"trends": _plain_trends(found)},
        chart=weekly(history, questionnaire, WEEKS_DRAWN),
    )


def verdict(
    counts: Counts, questionnaire: Questionnaire, standing: Standing, found: Mapping[str, Trend] = NO_TRENDS
) -> str:
    """What asks for attention, in one line: facts, and what the weeks before do not explain."""
    silent = not counts[f"{questionnaire.name}.responses"]
    told = _attention(counts, standing, found)
    if told:
        return "; ".join([*told, no_responses(counts)] if silent else told)
    if silent:
        return f"quiet week: {no_responses(counts)}"
    overall = measures.satisfied(counts, questionnaire, "overall")
    return f"no new complaints; satisfied overall: {measures.perceived(overall, 'not rated')}"


def to_json(digest: Digest) -> dict[str, Any]:
    """The digest as plain JSON values; `from_json` gives back the same digest."""
    return {
        "week": str(digest.week),
        "period": [day.isoformat() for day in digest.period],
        "organisation": digest.organisation,
        "lines": [asdict(line) for line in digest.lines],
        "verdict": digest.verdict,
        "numbers": dict(digest.numbers),
        "chart": {**asdict(digest.chart), "weeks": list(digest.chart.weeks), "series": _plain(digest.chart.series)},
    }


def from_json(data: Mapping[str, Any]) -> Digest:
    """The digest that `to_json` wrote."""
    monday, sunday = (date.fromisoformat(day) for day in data["period"])
    chart = data["chart"]
    return Digest(
        week=Week.parse(data["week"]),
        period=(monday, sunday),
        organisation=data["organisation"],
        lines=tuple(Line(**line) for line in data["lines"]),
        verdict=data["verdict"],
        numbers=data["numbers"],
        chart=Chart(
            chart["title"], tuple(chart["weeks"]), tuple(_series(one) for one in chart["series"]), chart["note"]
        ),
    )


def _attention(counts: Counts, standing: Standing, trends: Mapping[str, Trend]) -> list[str]:
    late = counts["promised"] - counts["on_time"]
    found = [
        "sending is paused" if standing.paused else "",
        *unusual(trends),
        _cases(counts["complaints"], standing),
        _bound(standing),
        _unreviewed(standing),
        _actions(standing),
        f"{late} of {counted(counts['promised'], 'delivery')} late" if late else "",
        f"{counted(standing.held_messages, 'mail')} held" if standing.held_messages else "",
        f"{counted(standing.set_aside, 'mail')} set aside" if standing.set_aside else "",
    ]
    return [one for one in found if one]


def _bound(standing: Standing) -> str:
    """A commitment without a review before it is for leadership to see (ISO 9001:2015, 8.2.3.1)."""
    found = standing.enquired.unreviewed
    return f"{counted(len(found), 'commitment')} without a review" if found else ""


def _unreviewed(standing: Standing) -> str:
    """Leadership's own duty is shown where it was not done (ISO 9001:2015, 5.1.2)."""
    weeks = [week.partition("-")[2] for week in standing.unreviewed]
    missed = [week.partition("-")[2] for week in standing.missed]
    told = [
        f"no digest of {' and '.join(missed)} was posted" if missed else "",
        f"the digest of {' and '.join(weeks)} was not reviewed" if weeks else "",
    ]
    return "; ".join(one for one in told if one)


def _actions(standing: Standing) -> str:
    """What was to be done and was not; what waits for a judgement is leadership's to decide."""
    late, waiting = (len(some) for some in (standing.improved.late, standing.improved.to_verify))
    proposed = len(standing.improved.proposed)
    told = [
        f"{counted(late, 'action')} late" if late else "",
        f"{counted(waiting, 'action')} to be judged" if waiting else "",
        f"{counted(proposed, 'risk')} to decide on" if proposed else "",
    ]
    return ", ".join(one for one in told if one)


def _cases(new: int, standing: Standing) -> str:
    told = f"{counted(new, 'new complaint')}" if new else ""
    if not standing.open_complaints:
        return told
    return f"{told}, {open_cases(standing)}" if new else open_cases(standing, "complaint")


def _numbers(
    week: Week, zone: ZoneInfo, counts: Counts, questionnaire: Questionnaire, standing: Standing
) -> dict[str, Any]:
    """The customer's words are left out: they stand in the voice line alone, where they can be erased."""
    rate, score = measures.complaints(counts), measures.recommendation(counts)
    told = {key: value for key, value in asdict(standing).items() if not key.startswith("verbatim")}
    return {
        "zone": zone.key,
        "bounds": [when.isoformat() for when in week.bounds(zone)],
        "questionnaire": [questionnaire.name, questionnaire.version],
        "counts": dict(sorted(counts.items())),
        "shares": {name: _share(share) for name, share in measures.shares(counts, questionnaire).items()},
        "complaints": {
            **asdict(rate),
            "per_1000": rate.per_1000,
            "interval": list(rate.interval) if rate.base else None,
        },
        "recommendation": {**asdict(score), "score": score.score, "interval": list(score.interval)},
        "standing": json.loads(json.dumps(told)),
    }


def _plain_trends(found: Mapping[str, Trend]) -> dict[str, Any]:
    return {key: {**asdict(trend), "signals": list(trend.signals)} for key, trend in found.items()}


def _share(share: Share) -> dict[str, Any]:
    return {**asdict(share), "share": share.value, "interval": list(share.interval) if share.of else None}


def _plain(series: Sequence[Series]) -> list[dict[str, Any]]:
    return [{**asdict(one), "points": [asdict(point) for point in one.points]} for one in series]


def _series(data: Mapping[str, Any]) -> Series:
    return Series(**{**data, "points": tuple(Point(**point) for point in data["points"])})
