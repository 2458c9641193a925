"""What the charts say of a week becomes a risk or an opportunity, once while it is open (ISO 9001:2015, 6.1)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.office import Office
from handlers.steps.improving.pursuing import BY
from handlers.steps.improving.pursuing import propose as propose_opportunity
from handlers.steps.improving.risking import propose as propose_risk
from storage.work import Work
from surveys.effect import HIGHER, MEASURES
from surveys.figure import Counts
from surveys.opportunity import Opportunity
from surveys.opportunity import State as Chance
from surveys.risk import OPEN, WITHIN, Risk, likelihood
from surveys.trend import Trend, in_words, trends
from surveys.workdays import Week
from surveys.xmr import Word

FELT = 2
"""How severe a figure out of the usual is by itself; a person who knows why may say otherwise."""


async def signal(office: Office, history: Sequence[tuple[Week, Counts]], now: datetime) -> int:
    """Propose what is out of the usual in the newest week of `history`; returns how many."""
    found = {key: one for key, one in trends(history, office.questionnaire).items() if one.unusual and key in MEASURES}
    if not found:
        return 0
    async with office.store.work() as work:
        return sum([await _propose(office, work, key, trend, now) for key, trend in found.items()])


async def _propose(office: Office, work: Work, key: str, trend: Trend, now: datetime) -> bool:
    cause = f"{MEASURES[key]} {in_words(trend)}"
    if (trend.word is Word.HIGH) is (key in HIGHER):
        number = await work.opportunities.next_number()
        known = await work.opportunities.of_theme(key)
        if any(one.state is Chance.CANDIDATE or _lately(one.decided_at, now) for one in known):
            return False
        new = Opportunity(0, number, f"Better than usual: {MEASURES[key]}", now, key, cause)
        await propose_opportunity(office, work, new, by=BY, now=now)
        return True
    number = await work.risks.next_number()
    if any(
        one.state in OPEN or _lately(one.closed_at or one.decided_at, now) for one in await work.risks.of_theme(key)
    ):
        return False
    often = likelihood(1, timedelta(weeks=13))
    words = f"Worse than usual: {MEASURES[key]}"
    risk = Risk(0, number, words, now, key, cause, likelihood=often, severity=FELT)
    await propose_risk(office, work, risk, by=BY, now=now)
    return True


def _lately(when: datetime | None, now: datetime) -> bool:
    return when is not None and now - WITHIN <= when
