"""A theme that comes back is proposed as a risk, once; what comes after it makes the risk heavier (ISO 9001, 6.1)."""

import json
from dataclasses import replace
from datetime import datetime

from handlers.office import Office
from handlers.steps.carding import AT_ONCE, put, slack_user
from handlers.steps.filing import enter
from handlers.words.risks import Card, card
from storage.work import Work
from surveys.action import Action
from surveys.action import plain as plain_action
from surveys.complaint import Complaint
from surveys.entry import Kind as EntryKind
from surveys.message import Kind, Message, Via
from surveys.risk import OPEN, YEAR, Risk, State, Theme, heavier, plain, settled_at, theme, weighed

BY = "themes"


async def watch(office: Office, work: Work, case: Complaint, now: datetime) -> None:
    """Look whether the problem of a case that moved comes back, in the transaction that moved it.

    What was known when a risk of it was rejected or closed is not held against it again.
    """
    cases = await work.complaints.of_problem(case.problem, now - YEAR)
    if theme(cases, case.problem, now) is None:
        return
    number = await work.risks.next_number()
    known = await work.risks.of_theme(case.problem)
    since = settled_at(known)
    found = theme([one for one in cases if since is None or one.received_at > since], case.problem, now)
    waiting = next((one for one in known if one.state in OPEN), None)
    if found and waiting:
        await _reweigh(office, work, waiting, found, because=case, now=now)
    elif found:
        await _propose(office, work, found, number, now)


async def propose(office: Office, work: Work, new: Risk, *, by: str, now: datetime) -> Risk:
    """Keep a new risk with its card, in the transaction of `work`."""
    risk = await work.risks.keep(new, by, now)
    await show(office, work, risk, now)
    await note(office, work, risk, f"proposed, {risk.weight.words}: {risk.cause}", by=by, now=now)
    return risk


async def show(office: Office, work: Work, risk: Risk, now: datetime, tick: datetime = AT_ONCE) -> None:
    """Let the card say how the risk stands, in the transaction that changed it; nowhere without a channel."""
    if not office.digest_channels:
        return
    raw = json.dumps(card(await card_of(work, risk))).encode()
    message_id, channel = office.message_id(f"risk:{risk.number}"), office.digest_channels[0]
    await put(work, Message(0, Kind.RISK, risk.id, channel, "", message_id, raw, now, tick, via=Via.SLACK))


async def card_of(work: Work, risk: Risk) -> Card:
    actions = await work.actions.of_risk(risk.id)
    return Card(
        risk,
        owner=await slack_user(work, risk.owner_id),
        decider=await slack_user(work, risk.decider_id),
        actions=actions,
    )


async def note(office: Office, work: Work, risk: Risk, words: str, *, by: str, now: datetime) -> None:
    """Enter what happened; the version of the risk names it, so that it is entered once."""
    await enter(office, work, risk, EntryKind.MOVE, words, key=f"move.{risk.version}.{words[:40]}", by=by, now=now)


async def risk_told(office: Office, work: Work, action: Action, *, by: str, now: datetime) -> None:
    """The file and the card of a risk say what becomes of an action that addresses it."""
    if action.risk_id is not None:
        risk = await work.risks.get(action.risk_id)
        await note(office, work, risk, f"{action.name} {plain_action(action.state)}: {action.words}", by=by, now=now)
        await show(office, work, risk, now)


async def _propose(office: Office, work: Work, found: Theme, number: int, now: datetime) -> None:
    new = Risk(
        id=0,
        number=number,
        words=f"Complaints come back: {plain(found.problem)}",
        found_at=now,
        theme=found.problem,
        cause=found.words,
        likelihood=found.weight.likelihood,
        severity=found.weight.severity,
    )
    await propose(office, work, new, by=BY, now=now)


async def _reweigh(office: Office, work: Work, known: Risk, found: Theme, *, because: Complaint, now: datetime) -> None:
    """Every change has its cause: the case that made it."""
    risk = await work.risks.hold(known.id)
    weight = heavier(risk, found.weight)
    if weight == risk.weight and (risk.state is not State.CANDIDATE or risk.cause == found.words):
        return
    cause = found.words if risk.state is State.CANDIDATE else risk.cause
    kept = await work.risks.keep(replace(weighed(risk, weight), cause=cause), BY, now)
    if weight != risk.weight:
        words = f"{risk.weight.words} becomes {weight.words}: because of {because.name}"
        await note(office, work, kept, words, by=BY, now=now)
    await show(office, work, kept, now)
