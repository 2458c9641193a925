"""A customer answers in Slack: with one press, in a form, and never for anybody else."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.demo.workspace.records import Message
from handlers.steps.inviting import remind_due
from storage.work import Work
from surveys.answer import Answer, Door, current
from surveys.invitation import Invitation, State
from surveys.message import Via
from surveys.workdays import Week
from tests.handlers import stage
from tests.handlers.slack.stage import BEN, LOUNGE, MARA, ZOE, Site
from tests.handlers.stage import DAY, comes, complaints, given, gives, mail, sound, stopped, versions
from tests.handlers.web.visit import browser, open_page, send
from tests.handlers.words.test_blocks import words_of


async def asked(site: Site, **more: Any) -> Invitation:
    """Zoë asked in Slack, and the message in front of her."""
    wish = {"slack_user": ZOE, "channel": Via.SLACK, **more}
    of = await stage.asked(site.office, site.clock.now(), site.clock.tick(), **wish)
    await site.deliver()
    return of


def messages(site: Site, user: str = ZOE) -> list[Message]:
    return site.said(site.slack.workspace.direct(user).id)


def buttons(message: Message) -> list[str]:
    return [one["action_id"] for block in message.blocks if block["type"] == "actions" for one in block["elements"]]


def shown(message: Message) -> str:
    return "\n".join(words_of([dict(block)]) for block in message.blocks if block["type"] == "rich_text")


async def press(site: Site, button: str, user: str = ZOE, at: int = 0) -> None:
    message = messages(site)[at]
    await site.acts.press(user, message.channel, message.ts, button)
    await site.settled()


async def fill(site: Site, **values: str) -> None:
    await site.acts.submit(ZOE, site.form(ZOE).id, values)
    await site.settled()


async def standing(site: Site, of: Invitation) -> Answer:
    found = current(await versions(site.office, of))
    assert found is not None
    return found


async def test_one_press_is_an_answer(harbor: Site) -> None:
    """It is kept with its door, closes the invitation, and is thanked for in the place of the question."""
    of = await asked(harbor)
    [question] = messages(harbor)
    assert buttons(question) == ["mark.1", "mark.2", "mark.3", "mark.4", "mark.5", "stop"]
    await press(harbor, "mark.4")
    [kept] = await versions(harbor.office, of)
    assert (kept.marks, kept.given, kept.door, kept.received_at) == (
        {"overall": 4}, ("overall",), Door.SLACK, harbor.clock.now(),
    )  # fmt: skip
    assert (await stage.again(harbor.office, of)).state is State.ANSWERED
    [thanks] = messages(harbor)
    assert (thanks.ts, buttons(thanks)) == (question.ts, ["more", "stop"])
    assert shown(thanks).splitlines()[-1] == "4 Satisfied"
    async with harbor.office.store.read() as work:
        assert await work.answers.counts() == {"slack": 1}
        [(_, figures)] = await work.weeks([Week.of(harbor.clock.now(), harbor.office.zone)])
    assert (figures["post_delivery.door.slack"], figures["post_delivery.overall.4"]) == (1, 1)
    assert await sound(harbor.office)


async def test_the_first_press_opens_the_form_for_the_rest(harbor: Site) -> None:
    """The mark is chosen in it already; what is filled in beside it is the next version, and is shown whole."""
    of = await asked(harbor)
    await press(harbor, "mark.4")
    await fill(harbor, accuracy="N", on_time="2", comment="The <!channel> was wet.")
    first, second = await versions(harbor.office, of)
    assert (second.marks, second.comment) == (
        {"overall": 4, "accuracy": None, "on_time": 2}, "The <!channel> was wet.",
    )  # fmt: skip
    assert set(second.given) == {"accuracy", "on_time", "comment"}
    assert harbor.slack.workspace.modals[ZOE] == []
    [thanks] = messages(harbor)
    assert shown(thanks).splitlines()[-4:] == [
        "Not applicable",
        "How satisfied or dissatisfied are you with the delivery arriving at the promised time?",
        "2 Dissatisfied",
        "The <!channel> was wet.",
    ]
    assert (first.version, second.version) == (1, 2)


@pytest.mark.parametrize("user", [MARA, BEN])
@pytest.mark.parametrize("button", ["mark.1", "stop"])
async def test_only_the_person_asked_counts(harbor: Site, user: str, button: str) -> None:
    """Whoever else gets at a button is told so in words, and nothing is kept, opened or stopped; staff are no other."""
    of = await asked(harbor)
    question = messages(harbor)[0]
    copy = await pressed_in_the_lounge(harbor, user, button)
    assert (await versions(harbor.office, of), await stopped(harbor.office)) == ([], None)
    assert harbor.slack.workspace.modals[user] == []
    assert (harbor.slack.workspace.message(LOUNGE, copy.ts), messages(harbor)) == (copy, [question])


async def test_only_the_person_asked_sees_the_answer(harbor: Site) -> None:
    """The form shows what was said."""
    await asked(harbor)
    await press(harbor, "mark.2")
    await pressed_in_the_lounge(harbor, MARA, "more")
    assert harbor.slack.workspace.modals[MARA] == []


async def pressed_in_the_lounge(site: Site, user: str, button: str) -> Message:
    """A copy of the message for all to press, and the refusal that this person was given; returns the copy."""
    message, workspace = messages(site)[0], site.slack.workspace
    copy = workspace.say(LOUNGE, workspace.bot.id, message.text, message.blocks)
    await site.acts.join(user, LOUNGE)
    await site.acts.press(user, LOUNGE, copy.ts, button)
    await site.settled()
    assert [one.text for one in site.whispered(user)] == [
        "Only the person who was asked can answer this survey. Nothing was kept."
    ]
    return copy


async def test_a_form_of_somebody_else_counts_for_nothing(harbor: Site) -> None:
    """Slack says who sent it; the words that it was opened with say nothing of that."""
    of = await asked(harbor)
    await press(harbor, "mark.5")
    workspace = harbor.slack.workspace
    workspace.show([workspace.view(dict(harbor.form(ZOE).body), MARA)], MARA)
    await harbor.acts.submit(MARA, harbor.form(MARA).id, {"overall": "1"})
    assert set(harbor.form(MARA).errors) == {"overall"}
    assert (await standing(harbor, of)).marks == {"overall": 5}


async def test_a_double_click_is_one_answer(harbor: Site) -> None:
    """Also where both are under way at once; one form opens."""
    of = await asked(harbor)
    [message] = messages(harbor)
    twice = (harbor.acts.press(ZOE, message.channel, message.ts, "mark.4") for _ in range(2))
    await asyncio.gather(*twice)
    await harbor.settled()
    assert [one.marks for one in await versions(harbor.office, of)] == [{"overall": 4}]
    opened = [call for call in harbor.slack.api.calls if call.method == "views.open"]
    assert len(opened) == 1


async def test_the_last_press_stands(harbor: Site) -> None:
    """5, then 3, then 5 again: three versions, since each changed something."""
    of = await asked(harbor)
    harbor.slack.api.faults.fail("chat.update", 3)
    for mark in (5, 3, 5):
        await press(harbor, f"mark.{mark}")
    assert [one.marks["overall"] for one in await versions(harbor.office, of)] == [5, 3, 5]
    assert await sound(harbor.office)


async def test_a_press_that_is_told_again_changes_nothing(harbor: Site) -> None:
    """Neither one that was kept, nor one that changed nothing when it came, nor one that was overtaken."""
    of = await asked(harbor)
    harbor.slack.api.faults.fail("chat.update", 2)
    told: list[Any] = []
    carry = harbor.slack.courier.carrier.carry

    class Twice:
        async def carry(self, envelope: Any) -> Any:
            told.append(envelope)
            return await carry(envelope)

    harbor.slack.carry_by(Twice())
    for mark in (5, 5, 3):
        message = messages(harbor)[0]
        await harbor.acts.press(ZOE, message.channel, message.ts, f"mark.{mark}")
        await harbor.settled()
        if mark == 5:
            harbor.slack.workspace.edit(messages(harbor)[0], blocks=message.blocks)
    for number, envelope in enumerate(told):
        await carry(replace(envelope, id=f"again-{number}"))
    await harbor.settled()
    assert [one.marks["overall"] for one in await versions(harbor.office, of)] == [5, 3]


async def test_a_message_that_could_not_be_replaced_is_repaired_by_the_next_press(harbor: Site) -> None:
    """The answer was kept; nobody is told that it was not."""
    of = await asked(harbor)
    harbor.slack.api.faults.fail("chat.update")
    harbor.slack.api.faults.fail("views.open")
    await press(harbor, "mark.4")
    assert "mark.4" in buttons(messages(harbor)[0])
    assert (len(await versions(harbor.office, of)), harbor.whispered(ZOE)) == (1, [])
    await press(harbor, "mark.4")
    assert buttons(messages(harbor)[0]) == ["more", "stop"]
    assert len(await versions(harbor.office, of)) == 1


async def test_an_answer_is_changed_in_the_form(harbor: Site) -> None:
    """It opens with what stands; what is left alone is not given again."""
    of = await asked(harbor)
    await press(harbor, "mark.2")
    await harbor.acts.close(ZOE, harbor.form(ZOE).id)
    await press(harbor, "more")
    await fill(harbor, overall="5", comment="It was mended.")
    kept = await standing(harbor, of)
    assert (kept.marks, kept.comment, kept.version) == ({"overall": 5}, "It was mended.", 2)
    await press(harbor, "more")
    await fill(harbor)
    assert await standing(harbor, of) == kept


async def test_a_form_replaces_only_what_was_changed_in_it(harbor: Site) -> None:
    """What the customer said elsewhere while it was open stands, where the form left it alone."""
    of = await asked(harbor)
    await press(harbor, "mark.3")
    elsewhere = given({"overall": 5}, "page:1", comment="On the phone.")
    await gives(harbor.office, of, elsewhere, harbor.clock.now())
    await fill(harbor, on_time="1")
    kept = await standing(harbor, of)
    assert (kept.marks, kept.comment, kept.given) == ({"overall": 5, "on_time": 1}, "On the phone.", ("on_time",))


async def test_a_long_comment_stands_where_the_form_leaves_it(harbor: Site) -> None:
    """A field of Slack is too small for what the page takes."""
    of = await asked(harbor)
    words = "wet " * 1000
    await gives(harbor.office, of, given({"overall": 2}, comment=words), harbor.clock.now())
    await press(harbor, "mark.3")
    await press(harbor, "more")
    await fill(harbor, on_time="1")
    kept = await standing(harbor, of)
    assert (kept.marks, kept.comment) == ({"overall": 3, "on_time": 1}, words)


async def test_a_late_answer_is_told_so(harbor: Site) -> None:
    """By press, by form, and before a form is opened; in the customer's language, and what stands stays."""
    of = await asked(harbor, language="de")
    await press(harbor, "mark.5")
    form = harbor.form(ZOE)
    harbor.clock.business = of.expires_at
    await harbor.acts.submit(ZOE, form.id, {"on_time": "1"})
    closed = "Diese Umfrage ist geschlossen: Die Zeit zum Antworten ist vorbei. Es wurde nichts geändert."
    assert dict(harbor.form(ZOE).errors) == {"overall": closed}
    await press(harbor, "more")
    assert [one.text for one in harbor.whispered(ZOE)] == [closed]
    assert [one.marks for one in await versions(harbor.office, of)] == [{"overall": 5}]


async def test_a_late_press_is_told_so(harbor: Site) -> None:
    """And keeps nothing."""
    of = await asked(harbor)
    harbor.clock.business = of.expires_at + DAY
    await press(harbor, "mark.5")
    assert harbor.whispered(ZOE)[-1].text.startswith("This survey is closed")
    assert await versions(harbor.office, of) == []


async def test_surveys_are_stopped_in_slack(harbor: Site) -> None:
    """For mail too; the message says so, and a second press changes nothing."""
    await asked(harbor)
    [question] = messages(harbor)
    await press(harbor, "stop")
    assert await stopped(harbor.office) == "unsubscribed"
    [left] = messages(harbor)
    assert (shown(left).splitlines()[0], buttons(left)) == ("You get no more surveys", [])
    harbor.slack.workspace.edit(left, blocks=question.blocks)
    await press(harbor, "stop")
    assert buttons(messages(harbor)[0]) == []


async def test_invitation_and_reminder_are_answered_as_one(harbor: Site) -> None:
    """Whichever is pressed, both show what stands."""
    of = await asked(harbor)
    harbor.clock.business = of.remind_at or harbor.clock.business
    await remind_due(harbor.office, harbor.clock.now(), harbor.clock.tick())
    await harbor.deliver()
    assert [buttons(one)[0] for one in messages(harbor)] == ["mark.1", "mark.1"]
    await press(harbor, "mark.3", at=1)
    assert [buttons(one) for one in messages(harbor)] == [["more", "stop"], ["more", "stop"]]


async def test_a_low_mark_opens_a_candidate(harbor: Site) -> None:
    """Exactly as by mail or page, and once."""
    of = await asked(harbor)
    await press(harbor, "mark.1")
    await fill(harbor, comment="Everything was broken.")
    [case] = await complaints(harbor.office, of)
    assert (case.door, case.received_at) == ("slack", harbor.clock.now())


async def test_a_survey_that_is_gone_is_told_so(harbor: Site) -> None:
    """Its message may outlive it."""
    await asked(harbor)
    [message] = messages(harbor)
    told = [{**block, "elements": [{**one, "value": "99:5"} for one in block["elements"]]}
            if block["type"] == "actions" else block for block in message.blocks]  # fmt: skip
    harbor.slack.workspace.edit(message, blocks=told)
    await press(harbor, "mark.5")
    assert harbor.whispered(ZOE)[-1].text == "This survey is not known here any more. Nothing was kept."


async def test_a_store_that_fails_is_no_answer(harbor: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The customer is told to try again, and the question stays."""
    of = await asked(harbor)

    async def broken(_: Work) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(Work, "settle", broken)
        await press(harbor, "mark.5")
    assert harbor.whispered(ZOE)[-1].text.startswith("Nothing was kept")
    assert (await versions(harbor.office, of), "mark.5" in buttons(messages(harbor)[0])) == ([], True)
    await press(harbor, "mark.5")
    assert (await standing(harbor, of)).marks == {"overall": 5}


async def test_page_slack_and_mail_meet_in_one_answer(harbor: Site) -> None:
    """The page first, a press after it, a reply last: each replaces only what it gives, and the latest stands."""
    of = await asked(harbor)
    office, now = harbor.office, harbor.clock.now()
    async with browser(office, now) as client:
        page = {"overall": "2", "on_time": "2", "comment": "Slow."}
        await send(client, office, of, await open_page(client, office, of), **page)
    await press(harbor, "mark.4")
    assert shown(messages(harbor)[0]).splitlines()[4] == "4 Satisfied"
    await comes(office, mail(office, of, "5 4 5 N 4"), now, harbor.clock.tick())
    kept = [(one.door, one.given, dict(one.marks)) for one in await versions(office, of)]
    assert kept[:2] == [
        (Door.PAGE, ("overall", "on_time", "comment"), {"overall": 2, "on_time": 2}),
        (Door.SLACK, ("overall",), {"overall": 4, "on_time": 2}),
    ]
    assert kept[2][0] is Door.MAIL
    last = await standing(harbor, of)
    assert (last.marks, last.comment) == (
        {"overall": 5, "accuracy": 4, "on_time": 5, "responsiveness": None, "complaint_handling": 4}, "Slow.",
    )  # fmt: skip
    await press(harbor, "more")
    await fill(harbor, on_time="1")
    assert (await standing(harbor, of)).marks["on_time"] == 1
    assert len(await complaints(office, of)) == 1
    assert await sound(office)
