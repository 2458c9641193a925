"""What top management answers for, as it stands: requirements, risks, satisfaction (ISO 9001:2015, 5.1.2)."""

from datetime import datetime, timedelta

from handlers.office import Office
from handlers.steps.enquiring.counting import enquired
from storage.work import Work
from surveys import measures
from surveys.line import NO_DATA, counted
from surveys.opportunity import State as Chance
from surveys.risk import State as Found
from surveys.workdays import Week

LOOKED_BACK = timedelta(weeks=13)

Block = tuple[str, str]


async def focus(office: Office, work: Work, now: datetime) -> tuple[Block, ...]:
    """Each with its clause; where nothing is known yet it says so, and never 0 %."""
    return (
        ("8.2 requirements", await _requirements(office, work, now)),
        ("6.1 risks, chances", await _risks(work)),
        ("9.1.2 satisfaction", await _satisfaction(office, work, now)),
    )


async def _requirements(office: Office, work: Work, now: datetime) -> str:
    if not await work.enquiries.total():
        return NO_DATA
    found = await enquired(office, work, now - LOOKED_BACK, now)
    told = [
        f"{counted(found.new, 'enquiry')} in 13 weeks, {found.open} open",
        f"requirements met {found.met.yes} of {found.met.of}" if found.met.of else "none delivered yet",
        f"bound without a review: {', '.join(found.unreviewed)}" if found.unreviewed else "",
    ]
    return "; ".join(one for one in told if one)


async def _risks(work: Work) -> str:
    risks, chances = await work.risks.every(), await work.opportunities.every()
    if not risks and not chances:
        return NO_DATA
    accepted = sum(one.state is Found.ACCEPTED for one in risks)
    proposed = sum(one.state is Found.CANDIDATE for one in risks)
    pursued = sum(one.state is Chance.PURSUED for one in chances)
    return (
        f"{counted(accepted, 'risk')} accepted, {proposed} to decide on; "
        f"{pursued} of {counted(len(chances), 'opportunity')} pursued"
    )


async def _satisfaction(office: Office, work: Work, now: datetime) -> str:
    if await work.deliveries.first_known() is None:
        return NO_DATA
    week = Week.of(now, office.zone).shift(-1)
    [(_, counts)] = await work.weeks([week])
    overall = measures.perceived(measures.satisfied(counts, office.questionnaire, "overall"), "no responses")
    return f"{week} satisfied overall {overall}; on time {measures.observed(measures.on_time(counts), NO_DATA)}"
