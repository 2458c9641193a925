"""A customer answers in Slack: one press, a form for the rest, and nobody else can."""

import asyncio
from itertools import count, pairwise, permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.demo.workspace.records import Json, Message
from handlers.steps.inviting import remind_due
from surveys.answer import Door
from surveys.delivery import Reason
from surveys.invitation import Invitation, State
from surveys.message import Kind, Via
from tests.handlers import stage
from tests.handlers.slack.stage import LOUNGE, MARA, STRANGER, ZOE, Recorded, Site
from tests.handlers.stage import DAY, again, asked, complaints, queued, stopped, versions
from tests.handlers.web.visit import browser, open_page, send


async def invited(site: Site, number: int = 1, **more: Any) -> Invitation:
    """Zoë was asked by a direct message, which is there."""
    told = {"slack_user": ZOE, "channel": Via.SLACK, **more}
    of = await asked(site.office, site.clock.now(), site.clock.tick(), number, **told)
    await site.deliver()
    return of


def dm(site: Site) -> str:
    return site.slack.workspace.direct(ZOE).id


def post(site: Site) -> Message:
    """The newest that Zoë was sent."""
    return site.said(dm(site))[-1]


def controls(message: Message) -> list[str]:
    return [one["action_id"] for block in message.blocks if block["type"] == "actions" for one in block["elements"]]


def shown(message: Message) -> str:
    parts = [one for block in message.blocks if block["type"] == "rich_text" for one in block["elements"]]
    return "".join(element["text"] for part in parts for element in part["elements"])


async def press(site: Site, button: str, user: str = ZOE) -> None:
    """Press a button of the newest message, and wait for all that comes of it."""
    await site.acts.press(user, dm(site), post(site).ts, button)
    await site.settled()


async def fill(site: Site, **values: str) -> Json | None:
    """Send the form in front of Zoë; what is not named stays as it is shown."""
    reply = await site.acts.submit(ZOE, site.form(ZOE).id, values)
    await site.settled()
    return reply


async def by_page(site: Site, of: Invitation, **values: str) -> None:
    async with browser(site.office, site.clock.now()) as client:
        nonce = await open_page(client, site.office, of)
        assert (await send(client, site.office, of, nonce, **values)).status_code == 200


async def overall(site: Site, of: Invitation) -> list[float | None]:
    return [one.marks["overall"] for one in await versions(site.office, of)]


def told(site: Site, user: str = ZOE) -> str:
    """What this person alone was told last."""
    return site.whispered(user)[-1].text


def open_forms(site: Site, user: str = ZOE) -> int:
    return len(site.slack.workspace.modals.get(user, []))


async def test_a_press_is_an_answer(harbor: Site) -> None:
    """It is kept, thanks take the question's place, and the form for the rest opens with it."""
    of = await invited(harbor)
    await press(harbor, "mark.4")
    [kept] = await versions(harbor.office, of)
    assert (kept.door, kept.marks, kept.received_at) == (Door.SLACK, {"overall": 4}, harbor.clock.now())
    assert (await again(harbor.office, of)).state is State.ANSWERED
    assert (shown(post(harbor)).splitlines()[0], controls(post(harbor))) == ("Thank you", ["more", "stop"])
    [overall_field] = [one for one in harbor.form(ZOE).blocks if one.get("block_id") == "overall"]
    assert overall_field["element"]["initial_option"]["value"] == "4"
    assert await stage.sound(harbor.office)


async def test_the_form_takes_the_rest(harbor: Site) -> None:
    """Marks, "not applicable" and words are one more version; the thanks show all that stands."""
    of = await invited(harbor)
    await press(harbor, "mark.4")
    assert await fill(harbor, on_time="2", accuracy="N", comment="It was *wet*.") is None
    first, second = await versions(harbor.office, of)
    assert (first.marks, second.marks) == ({"overall": 4}, {"overall": 4, "on_time": 2, "accuracy": None})
    assert (second.given, second.comment) == (("accuracy", "on_time", "comment"), "It was *wet*.")
    assert shown(post(harbor)).endswith("It was *wet*.")
    assert open_forms(harbor) == 0


async def test_a_form_left_as_it_was_changes_nothing(harbor: Site) -> None:
    """It is thanked for, and there is no new version."""
    of = await invited(harbor)
    await press(harbor, "mark.4")
    assert await fill(harbor) is None
    assert await overall(harbor, of) == [4]


async def test_an_answer_can_be_changed(harbor: Site) -> None:
    """The form opens with what stands; each change is a version, and a return to the first mark is one too."""
    of = await invited(harbor)
    await press(harbor, "mark.5")
    for mark in ("3", "5"):
        await press(harbor, "more")
        await fill(harbor, overall=mark)
    assert await overall(harbor, of) == [5, 3, 5]


async def test_a_form_leaves_alone_what_was_changed_elsewhere(harbor: Site) -> None:
    """Only what was changed in it replaces; the page answered another question meanwhile."""
    of = await invited(harbor)
    await press(harbor, "mark.4")
    await by_page(harbor, of, overall="2", comment="from the page")
    await fill(harbor, on_time="5")
    standing = (await versions(harbor.office, of))[-1]
    assert (standing.marks, standing.comment) == ({"overall": 2, "on_time": 5}, "from the page")


async def test_a_low_mark_opens_a_candidate(harbor: Site) -> None:
    """As through any other door, and however often it is said."""
    of = await invited(harbor)
    await press(harbor, "mark.1")
    await fill(harbor, comment="never again")
    assert [one.problem for one in await complaints(harbor.office, of)] == ["other"]


async def test_a_double_click_is_one_answer(harbor: Site) -> None:
    """Two presses of the same mark, side by side: one version and one form."""
    of = await invited(harbor)
    ts = post(harbor).ts
    await asyncio.gather(*(harbor.acts.press(ZOE, dm(harbor), ts, "mark.4") for _ in range(2)))
    await harbor.settled()
    assert await overall(harbor, of) == [4]
    assert open_forms(harbor) == 1
    assert controls(post(harbor)) == ["more", "stop"]


async def test_quick_presses_end_with_the_last(harbor: Site) -> None:
    """Slack hands them over side by side: 5, 3, 5 ends with 5."""
    of = await invited(harbor)
    ts = post(harbor).ts
    await asyncio.gather(*(harbor.acts.press(ZOE, dm(harbor), ts, f"mark.{mark}") for mark in (5, 3, 5, 3, 5)))
    await harbor.settled()
    assert await overall(harbor, of) == [5, 3, 5, 3, 5]


async def test_a_press_that_comes_too_late_replaces_no_later_one(harbor: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever of three presses comes first, as from several replicas: the one pressed last stands."""
    for number, order in enumerate(permutations(range(3)), 1):
        of = await invited(harbor, number)
        with monkeypatch.context() as patch:
            recorded = Recorded(harbor, patch, hold=True)
            for mark in (5, 3, 4):
                await press(harbor, f"mark.{mark}")
        for at in order:
            await recorded.bring(*recorded.acts[at])
        await harbor.settled()
        assert (await overall(harbor, of))[-1] == 4, order


async def test_what_slack_brings_again_counts_once(harbor: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A press and a form, replayed in any order after other answers."""
    of = await invited(harbor)
    recorded = Recorded(harbor, monkeypatch)
    await press(harbor, "mark.5")
    await fill(harbor, overall="3")
    await by_page(harbor, of, overall="4")
    for kind, payload in (*recorded.acts, *reversed(recorded.acts)):
        await recorded.bring(kind, payload)
    await harbor.settled()
    assert await overall(harbor, of) == [5, 3, 4]
    assert shown(post(harbor)).count("4 Satisfied") == 1


async def test_nobody_else_can_answer(harbor: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Staff, strangers and other customers are told so, whatever they press or send, and nothing is kept."""
    of = await invited(harbor)
    question = post(harbor)
    copy = harbor.slack.workspace.say(LOUNGE, harbor.slack.workspace.bot.id, question.text, question.blocks)
    for user in (MARA, STRANGER):
        for button in ("mark.1", "stop"):
            await harbor.acts.press(user, LOUNGE, copy.ts, button)
            await harbor.settled()
            assert told(harbor, user) == "Only the person who was asked can answer this survey. Nothing was kept."
    recorded = Recorded(harbor, monkeypatch)
    await press(harbor, "mark.5")
    await fill(harbor, comment="mine")
    kind, payload = recorded.acts[-1]
    reply = await recorded.bring(kind, {**payload, "user": {**payload["user"], "id": STRANGER}})
    assert reply is not None
    assert reply["errors"]["overall"].startswith("Only the person who was asked")
    assert [one.comment for one in await versions(harbor.office, of)] == ["", "mine"]
    assert await stopped(harbor.office) is None
    assert open_forms(harbor, MARA) == open_forms(harbor, STRANGER) == 0


async def test_a_late_answer_is_told_so(harbor: Site) -> None:
    """From the last instant on: a press, the form that was open, and the button that would open it."""
    of = await invited(harbor)
    question = post(harbor).ts
    await press(harbor, "mark.4")
    late = "This survey is closed: the time to answer is over. Nothing was changed."
    harbor.clock.business = of.expires_at
    reply = await fill(harbor, overall="1")
    assert reply == {"response_action": "errors", "errors": {"overall": late}}
    await harbor.acts.close(ZOE, harbor.form(ZOE).id)
    await press(harbor, "more")
    assert (told(harbor), open_forms(harbor), post(harbor).ts) == (late, 0, question)
    other = await invited(harbor, 2)
    harbor.clock.business = other.expires_at
    await press(harbor, "mark.1")
    assert (told(harbor), await versions(harbor.office, other)) == (late, [])
    assert await overall(harbor, of) == [4]


async def test_what_is_refused_is_refused_in_their_language(harbor: Site) -> None:
    """As everything else that a customer reads."""
    of = await invited(harbor, language="de")
    harbor.clock.business = of.expires_at
    await press(harbor, "mark.1")
    assert told(harbor).startswith("Diese Umfrage ist geschlossen")


async def test_surveys_can_be_stopped(harbor: Site) -> None:
    """With one press, in Slack and by mail; the reminder does not come, and pressing again does no harm."""
    of = await invited(harbor)
    question = post(harbor)
    await press(harbor, "stop")
    assert await stopped(harbor.office) is Reason.UNSUBSCRIBED
    assert (shown(post(harbor)).splitlines()[0], controls(post(harbor))) == ("You get no more surveys", [])
    assert await remind_due(harbor.office, harbor.clock.now() + 7 * DAY, harbor.clock.tick()) == 0
    again_ = harbor.slack.workspace.edit(post(harbor), text=question.text, blocks=question.blocks)
    await harbor.acts.press(ZOE, dm(harbor), again_.ts, "stop")
    await harbor.settled()
    assert (await again(harbor.office, of)).remind_at is None
    assert await stage.sound(harbor.office)


@pytest.mark.parametrize("trouble", ["lose", "limit", "fail"])
async def test_thanks_may_be_lost(harbor: Site, trouble: str) -> None:
    """The answer is kept all the same, and the next press shows what stands."""
    of = await invited(harbor)
    getattr(harbor.slack.api.faults, trouble)("chat.update")
    await press(harbor, "mark.4")
    assert await overall(harbor, of) == [4]
    assert open_forms(harbor) == 1
    if trouble == "lose":
        return
    assert "mark.4" in controls(post(harbor))
    await press(harbor, "mark.4")
    assert (await overall(harbor, of), controls(post(harbor))) == ([4], ["more", "stop"])


async def test_the_form_may_be_lost(harbor: Site) -> None:
    """The press counts, and the thanks have a button that opens it."""
    of = await invited(harbor)
    harbor.slack.api.faults.fail("views.open")
    await press(harbor, "mark.4")
    assert (await overall(harbor, of), open_forms(harbor)) == ([4], 0)
    await press(harbor, "more")
    assert open_forms(harbor) == 1


async def test_a_press_that_cannot_be_kept_is_told_so(harbor: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """No thanks for what is not in the store; pressed once more it is."""
    of = await invited(harbor)
    with monkeypatch.context() as patch:
        patch.setattr("handlers.slack.surveys.answer", _fails)
        await press(harbor, "mark.4")
    assert told(harbor).startswith("Nothing was kept")
    assert ("mark.4" in controls(post(harbor)), await versions(harbor.office, of)) == (True, [])
    await press(harbor, "mark.4")
    assert await overall(harbor, of) == [4]


async def test_invitation_and_reminder_end_together(harbor: Site) -> None:
    """An answer in one of them takes the question from both."""
    of = await invited(harbor)
    later = harbor.clock.now() + 7 * DAY
    harbor.clock.business = later
    assert await remind_due(harbor.office, later, harbor.clock.tick()) == 1
    await harbor.deliver()
    assert [controls(one)[0] for one in harbor.said(dm(harbor))] == ["mark.1", "mark.1"]
    assert shown(post(harbor)).startswith("Reminder: ")
    await press(harbor, "mark.5")
    assert [controls(one) for one in harbor.said(dm(harbor))] == [["more", "stop"]] * 2
    assert await overall(harbor, of) == [5]


async def test_whoever_answered_is_not_reminded_in_slack(harbor: Site) -> None:
    """A reminder that waits in the outbox is taken back."""
    of = await invited(harbor)
    await remind_due(harbor.office, harbor.clock.now() + 7 * DAY, harbor.clock.tick())
    await press(harbor, "mark.5")
    assert await harbor.deliver() == 0
    reminder = await queued(harbor.office, of, Kind.REMINDER)
    assert reminder is not None
    assert (reminder.state, reminder.note) == ("failed", "answered meanwhile")


async def test_whoever_is_not_in_slack_is_asked_by_mail_the_next_time(harbor: Site) -> None:
    """Slack knows no such person: the invitation has bounced, and their mail address is as good as before."""
    of = await invited(harbor, slack_user="UGONE")
    assert ((await again(harbor.office, of)).state, await stopped(harbor.office)) == (State.BOUNCED, None)
    async with harbor.office.store.read() as work:
        customer = await work.customers.get(of.customer_id)
    assert (customer.channel, customer.in_slack) == (Via.MAIL, False)


async def test_page_slack_and_mail_meet(harbor: Site) -> None:
    """One journey through three doors: the latest human answer to each question stands, and every version is there."""
    of = await invited(harbor)
    await by_page(harbor, of, overall="2", accuracy="3", comment="slow")
    await press(harbor, "mark.5")
    assert "slow" in shown(post(harbor))
    await press(harbor, "more")
    await fill(harbor, on_time="4")
    raw = stage.mail(harbor.office, of, "3 4 N 5 N\n\nBetter than I thought.")
    assert (await stage.comes(harbor.office, raw, harbor.clock.now(), harbor.clock.tick())).outcome == "answer"
    kept = await versions(harbor.office, of)
    assert [one.door for one in kept] == [Door.PAGE, Door.SLACK, Door.SLACK, Door.MAIL]
    assert kept[2].marks == {"overall": 5, "accuracy": 3, "on_time": 4}
    assert kept[3].marks == {
        "overall": 3, "accuracy": 4, "on_time": None, "responsiveness": 5, "complaint_handling": None,
    }  # fmt: skip
    assert len(await complaints(harbor.office, of)) == 1
    await press(harbor, "more")
    assert harbor.form(ZOE).body["private_metadata"].split(":")[1] == "4"
    assert await stage.sound(harbor.office)


MARKS = st.dictionaries(st.sampled_from(["overall", "accuracy", "on_time"]), st.sampled_from("12345"), min_size=1)
WORDS = st.sampled_from(["", "wet", "late and *wet*"])
ANSWERS = st.lists(st.tuples(st.sampled_from([Door.PAGE, Door.SLACK]), MARKS, WORDS), min_size=1, max_size=5)
NUMBERS = count(1)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=ANSWERS)
async def test_any_answers_end_with_the_latest(harbor: Site, answers: list[tuple[Door, dict[str, str], str]]) -> None:
    """Through page and Slack in any order: each question has its latest answer, and each change is one version."""
    of = await invited(harbor, next(NUMBERS), email=f"buyer-{next(NUMBERS)}@buyer.example")
    stands: list[dict[str, str]] = [{}]
    for door, marks, words in answers:
        told_ = {**marks, **({"comment": words} if words else {})}
        if door is Door.PAGE:
            filled = {"overall": stands[-1].get("overall", "3"), **told_}
            await by_page(harbor, of, **filled)
            stands.append({**stands[-1], **filled})
            continue
        if "more" not in controls(post(harbor)):
            first = marks.get("overall", "3")
            await press(harbor, f"mark.{first}")
            stands.append({**stands[-1], "overall": first})
        await press(harbor, "more")
        await fill(harbor, **told_)
        stands.append({**stands[-1], **told_})
    changes = [after for before, after in pairwise(stands) if after != before]
    assert [_said(one.marks, one.comment) for one in await versions(harbor.office, of)] == changes
    assert await stage.sound(harbor.office)


def _said(marks: Any, comment: str) -> dict[str, str]:
    return {key: f"{mark:g}" for key, mark in marks.items()} | ({"comment": comment} if comment else {})


async def _fails(*_: Any) -> None:
    raise OSError("disk full")
