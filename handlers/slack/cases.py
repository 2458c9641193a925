"""Cases in Slack: assessed, taken on, put to the customer, answered and handed over on their cards. For the staff."""

from functools import partial

from handlers.slack.acts import Act
from handlers.slack.complaints import by, may_own, refusing, wanted
from handlers.slack.door import Door, Reply
from handlers.steps.assessing import assess, link, regrade, take_on
from handlers.steps.corresponding import Told, draft, tell
from handlers.steps.hearing import Heard, heard_by
from handlers.steps.noting import note
from handlers.words.casework import (
    DEADLOCK,
    NEITHER,
    YES,
    ask_form,
    assess_form,
    hand_over_form,
    heard_form,
    link_form,
    note_form,
    regrade_form,
    respond_form,
)
from handlers.words.complaints import PERSON
from surveys.complaint import Cause, Complaint, Decision, Problem, State
from surveys.course import check, check_assignable, check_linkable
from surveys.entry import Kind
from surveys.grounds import CannotMove, Finding
from surveys.severity import Severity


async def assessing(door: Door, act: Act, reply: Reply) -> None:
    case, owner = await wanted(door, act, reply, partial(check, target=State.ASSESSED))
    await door.open(act, assess_form(case, owner or act.user))


async def assessed(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.staff_only(act.user)
    await may_own(door, act.given["owner"])
    with refusing(act, "severity"):
        await assess(
            door.office,
            int(act.about),
            severity=Severity(act.given["severity"]),
            problem=Problem(act.given["problem"]),
            owner=act.given["owner"],
            safety=act.given["safety"] == YES,
            reason=act.given.get("reason", ""),
            **by(door, act),
        )
    await reply.ack()


async def taken_on(door: Door, act: Act, reply: Reply) -> None:
    """Its owner presses: nothing is asked."""
    await door.rights.staff_only(act.user)
    with refusing(act):
        await take_on(door.office, int(act.value), **by(door, act))
    await reply.ack()


async def regrading(door: Door, act: Act, reply: Reply) -> None:
    case, _ = await wanted(door, act, reply, check_assignable)
    await door.open(act, regrade_form(case))


async def regraded(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.staff_only(act.user)
    with refusing(act, "severity"):
        severity, problem = Severity(act.given["severity"]), Problem(act.given["problem"])
        await regrade(door.office, int(act.about), severity, problem, act.given.get("reason", ""), **by(door, act))
    await reply.ack()


async def linking(door: Door, act: Act, reply: Reply) -> None:
    case, _ = await wanted(door, act, reply, check_linkable)
    await door.open(act, link_form(case))


async def linked(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.staff_only(act.user)
    with refusing(act, "order"):
        await link(door.office, int(act.about), act.given["order"], **by(door, act))
    await reply.ack()


async def noting(door: Door, act: Act, reply: Reply) -> None:
    case, _ = await wanted(door, act, reply, check_assignable)
    await door.open(act, note_form(case))


async def noted(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.staff_only(act.user)
    await note(door.office, int(act.about), act.given["words"], key=f"note.{act.view}", **by(door, act))
    await reply.ack()


async def asking(door: Door, act: Act, reply: Reply) -> None:
    await wanted(door, act, reply, partial(check, target=State.AWAITING_CUSTOMER))
    case, words, by_mail = await draft(door.office, int(act.value), Kind.QUESTION)
    await door.open(act, ask_form(case, words, by_mail=by_mail))


async def responding(door: Door, act: Act, reply: Reply) -> None:
    await wanted(door, act, reply, _under_investigation)
    case, words, by_mail = await draft(door.office, int(act.value), Kind.RESPONSE)
    await door.open(act, respond_form(case, words, by_mail=by_mail))


async def handing_over(door: Door, act: Act, reply: Reply) -> None:
    await wanted(door, act, reply, partial(check, target=State.EXTERNAL))
    case, words, by_mail = await draft(door.office, int(act.value), Kind.SIGNPOST)
    await door.open(act, hand_over_form(case, words, by_mail=by_mail))


async def asked(door: Door, act: Act, reply: Reply) -> None:
    await _told(door, act, reply, Told(Kind.QUESTION, act.given["words"], _in_person(act)))


async def responded(door: Door, act: Act, reply: Reply) -> None:
    given = act.given
    found = Finding(Cause(given["cause"]), Decision(given["decision"]), given["remedy"], given["open"] != YES)
    await _told(door, act, reply, Told(Kind.RESPONSE, given["words"], _in_person(act), finding=found))


async def handed_over(door: Door, act: Act, reply: Reply) -> None:
    deadlock = act.given["why"] == DEADLOCK
    await _told(door, act, reply, Told(Kind.SIGNPOST, act.given["words"], _in_person(act), deadlock=deadlock))


async def hearing(door: Door, act: Act, reply: Reply) -> None:
    case, _ = await wanted(door, act, reply, _may_be_heard)
    await door.open(act, heard_form(case))


async def heard(door: Door, act: Act, reply: Reply) -> None:
    """What the customer told somebody of the staff."""
    await door.rights.staff_only(act.user)
    said = act.given["solved"]
    solved = None if said == NEITHER else said == YES
    with refusing(act, "solved"):
        told = Heard(act.given["words"], f"heard.{act.view}", solved)
        await heard_by(door.office, int(act.about), told, by=act.user, now=door.now())
    await reply.ack()


async def _told(door: Door, act: Act, reply: Reply, told: Told) -> None:
    await door.rights.staff_only(act.user)
    with refusing(act, "words"):
        await tell(door.office, int(act.about), told, **by(door, act))
    await reply.ack()


def _in_person(act: Act) -> bool:
    return act.given["how"] == PERSON


def _under_investigation(case: Complaint) -> None:
    check(case, State.RESPONDED)
    check(case, State.AWAITING_CUSTOMER)


def _may_be_heard(case: Complaint) -> None:
    if case.state not in (State.AWAITING_CUSTOMER, State.RESPONDED, State.CLOSED):
        raise CannotMove(f"{case.name} waits for nothing that the customer could say; add a note")
