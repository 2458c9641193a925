"""The survey page: GET shows it and records nothing but an observation, only POST keeps an answer."""

from collections.abc import Mapping
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from handlers.office import Office
from handlers.steps.answering import Given, Outcome, answer
from handlers.web.door import Asked, asked, now_of, office_of
from handlers.words.pages import NONE, SurveyPage, ThanksPage, closed_page, survey_page, thanks_page
from handlers.words.phrases import phrases
from storage.work import OPENED, PRESELECTED
from surveys.answer import Answer, Door, Marks, current
from surveys.question import Question, Questionnaire
from surveys.questionnaires import load
from surveys.token import Purpose

router = APIRouter()

COMMENT = "comment"
LONGEST = 4000


@router.api_route("/s/{token}", methods=["GET", "HEAD"], include_in_schema=False)
async def show(request: Request, token: str) -> Response:
    """Show the survey, with the mark of the link chosen beforehand; scanners and people see the same."""
    office, now = office_of(request), now_of(request)
    who = await asked(office, token, Purpose.PAGE)
    if not who.invitation.takes_answers(now):
        return _closed(office, who)
    questionnaire = load(who.invitation.questionnaire)
    chosen, _ = _marks(request.query_params, questionnaire)
    versions = await _observed(office, who, PRESELECTED if chosen else OPENED, now)
    before = current(versions)
    marks = {**(before.marks if before else {}), **chosen}
    page = _page(office, who, token, marks=marks, comment=before.comment if before else "", versions=len(versions))
    return HTMLResponse(survey_page(page))


@router.post("/s/{token}", include_in_schema=False)
async def keep(request: Request, token: str) -> Response:
    """Keep what the form gives as the next version of the answer; the same form sent twice is kept once."""
    office, now = office_of(request), now_of(request)
    who = await asked(office, token, Purpose.PAGE)
    form = await request.form(max_files=0, max_fields=40)
    questionnaire = load(who.invitation.questionnaire)
    marks, wrong = _marks(form, questionnaire)
    comment = _text(form, COMMENT).strip()[:LONGEST]
    if wrong or not (marks or comment):
        return await _ask_again(office, who, token, marks=marks, comment=comment, wrong=wrong)
    given = Given(Door.PAGE, marks, comment, source=f"page:{_text(form, 'nonce')[:40].lower()}")
    async with office.store.work() as work:
        invitation = await work.invitations.hold(who.invitation)
        if not _ours(office, who, given.source, len(await work.answers.versions(invitation.id))):
            return await _ask_again(office, who, token, marks=marks, comment=comment, wrong={})
        outcome = await answer(office, work, invitation, given, now)
        standing = current(await work.answers.versions(invitation.id))
    if outcome is Outcome.LATE or standing is None:
        return _closed(office, who)
    return HTMLResponse(thanks_page(_thanks(office, who, token, standing)))


async def _observed(office: Office, who: Asked, kind: str, now: datetime) -> list[Answer]:
    async with office.store.work() as work:
        await work.observations.note(who.invitation.id, kind, now)
        return list(await work.answers.versions(who.invitation.id))


async def _ask_again(
    office: Office, who: Asked, token: str, *, marks: Marks, comment: str, wrong: Mapping[str, str]
) -> Response:
    async with office.store.read() as work:
        versions = await work.answers.versions(who.invitation.id)
    errors = wrong or {"form": phrases(who.invitation.language, "page")["nothing"]}
    page = _page(office, who, token, marks=marks, comment=comment, versions=len(versions), errors=errors)
    return HTMLResponse(survey_page(page), 400)


def _page(
    office: Office,
    who: Asked,
    token: str,
    *,
    marks: Marks,
    comment: str,
    versions: int,
    errors: Mapping[str, str] | None = None,
) -> SurveyPage:
    return SurveyPage(
        questionnaire=load(who.invitation.questionnaire),
        language=who.invitation.language,
        organisation=office.name,
        order=who.delivery.order,
        delivered_on=who.delivery.delivered_at.astimezone(office.zone).date(),
        action_url=f"/s/{token}",
        nonce=_nonce(office, who, versions),
        marks=marks,
        comment=comment,
        errors=errors or {},
        answered_before=versions > 0,
    )


def _thanks(office: Office, who: Asked, token: str, standing: Answer) -> ThanksPage:
    return ThanksPage(
        questionnaire=load(who.invitation.questionnaire),
        language=who.invitation.language,
        organisation=office.name,
        order=who.delivery.order,
        delivered_on=who.delivery.delivered_at.astimezone(office.zone).date(),
        marks=standing.marks,
        comment=standing.comment,
        until=who.invitation.expires_at.astimezone(office.zone).date(),
        change_url=f"/s/{token}",
    )


def _closed(office: Office, who: Asked) -> Response:
    return HTMLResponse(closed_page(who.invitation.language, office.name), 410)


def _nonce(office: Office, who: Asked, versions: int) -> str:
    """One for each version an answer can become: a form posted twice is known by it, and nobody else can make it."""
    return office.keyring.mint(Purpose.NONCE, f"{who.delivery.id}:{versions}")


def _ours(office: Office, who: Asked, source: str, versions: int) -> bool:
    nonce = source.removeprefix("page:")
    about = [f"{who.delivery.id}:{number}" for number in range(versions + 1)]
    return any(office.keyring.minted(nonce, Purpose.NONCE, one) for one in about)


def _marks(
    form: FormData | Mapping[str, str], questionnaire: Questionnaire
) -> tuple[dict[str, int | None], dict[str, str]]:
    """The marks a form or link gives, and what is wrong with those that cannot be."""
    marks: dict[str, int | None] = {}
    wrong: dict[str, str] = {}
    for question in questionnaire.marks:
        text = _text(form, question.key).strip()
        if not text:
            continue
        if _fits(text, question, questionnaire):
            marks[question.key] = None if text == NONE else int(text)
        else:
            wrong[question.key] = f"{questionnaire.low}-{questionnaire.high}"
    return marks, wrong


def _fits(text: str, question: Question, questionnaire: Questionnaire) -> bool:
    if text == NONE:
        return question.optional
    return text.isascii() and text.isdecimal() and len(text) < 4 and int(text) in questionnaire.scale


def _text(form: FormData | Mapping[str, str], name: str) -> str:
    value = form.get(name, "")
    return value if isinstance(value, str) else ""
