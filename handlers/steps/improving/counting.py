"""What is being done and what came of it, as leadership is told of it every week (ISO 9001:2015, 9.3.2 and 10)."""

from datetime import datetime, timedelta

from handlers.office import Office
from handlers.steps.improving.keeping import due
from storage.work import Work
from surveys.action import RESULTS, TO_DO, State, plain
from surveys.line import Improved
from surveys.opportunity import REMINDED
from surveys.risk import GRAVE
from surveys.risk import State as Found
from surveys.workdays import Quarter


async def improved(office: Office, work: Work, start: datetime, end: datetime, now: datetime) -> Improved:
    """The open actions as they stand `now`, and those judged from `start` on and before `end`."""
    found, risks = await work.actions.open(), await work.risks.open()
    late = [one for one in found if one.state in TO_DO and (by := due(office, one)) is not None and by <= now]
    judged = [one for one in await work.actions.closed_between(start, end) if one.state in RESULTS]
    return Improved(
        open=len(found),
        late=tuple(f"{one.name} by {max((now - by).days, 0) + 1} d" for one in late if (by := due(office, one))),
        to_verify=tuple(one.name for one in found if one.state is State.VERIFYING),
        proposed=tuple(f"{one.name} {one.weight.score}" for one in risks if one.state is Found.CANDIDATE),
        grave=tuple(one.name for one in risks if one.state is Found.ACCEPTED and one.weight.score >= GRAVE),
        chances=tuple(one.name for one in await work.opportunities.candidates()),
        unpursued=await _unpursued(office, work, end),
        judged=tuple(f"{one.name} {plain(one.state)}" for one in judged),
    )


async def _unpursued(office: Office, work: Work, end: datetime) -> str:
    """The quarter that is about to end without any opportunity pursued in it."""
    quarter = Quarter.of(end - timedelta(seconds=1), office.zone)
    start, over = quarter.bounds(office.zone)
    if over - end > REMINDED or await work.deliveries.first_known() is None:
        return ""
    return "" if await work.opportunities.pursued_between(start, over) else str(quarter)
