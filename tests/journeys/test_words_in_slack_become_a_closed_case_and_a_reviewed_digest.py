"""The whole way in Slack, through the running service: asked, answered, complained of, looked after, told and reviewed.

Once over Socket Mode and once over signed HTTP, with real SMTP and IMAP servers beside it.
"""

from datetime import timedelta
from email import message_from_bytes, policy

from bot.demo.workspace.records import Message
from surveys.complaint import State
from surveys.workdays import Week
from tests.handlers.slack.stage import BEN, COMPLAINTS, INES, LEADERS, MARA, ZOE
from tests.house import MONDAY, House


async def test_a_customer_a_clerk_and_a_leader_do_their_part_in_slack(house: House) -> None:
    """A mark of 1 becomes a case that is confirmed, acknowledged and closed, and leadership reviews the week."""
    asked = await _asked(house)
    await house.press(ZOE, asked, "mark.1", on_time="1", comment="Four days late, <!channel>.")
    await house.shows(ZOE, lambda one: "more" in str(one.blocks))
    candidate = await house.shows(COMPLAINTS, lambda one: "not confirmed yet" in one.text)

    await house.press(MARA, candidate, "confirm")
    await house.shows(COMPLAINTS, lambda one: "C-1, received" in one.text)
    await house.press(MARA, candidate, "acknowledge", how="mail")
    await house.shows(COMPLAINTS, lambda one: "C-1, acknowledged" in one.text)
    letter = message_from_bytes(house.provider.received[-1].raw, policy=policy.default)
    await house.press(BEN, candidate, "close", ending="solved", words="Credited the freight.")
    await house.shows(COMPLAINTS, lambda one: "C-1, closed" in one.text)
    reply = await house.slack.acts.command(BEN, COMPLAINTS, "/complaint", "R-2 the box was wet")

    week = Week.of(MONDAY, house.service.office.zone)
    house.go_on(MONDAY + timedelta(days=7))
    digest = await house.shows(LEADERS, lambda one: "1 open" in one.text)
    await house.press(INES, digest, "review.no_action", words="All are looked after.")
    await house.shows(LEADERS, lambda one: "no action needed" in str(one.blocks))

    assert (letter["To"], "C-1" in letter["Subject"]) == ("zoe@buyer.example", True)
    assert reply["text"] == "C-2 is kept: the box was wet"
    assert len([one for one in house.said(COMPLAINTS) if not one.thread_ts]) == 2
    assert "Four days late, &lt;!channel&gt;." in house.said(COMPLAINTS)[0].text
    await _kept(house, week)


async def _asked(house: House) -> Message:
    """Two orders arrived; Zoë, who is in Slack, is asked about the first there."""
    await house.told(slack_user=ZOE, channel="slack")
    await house.told(2, email="olu@buyer.example")
    house.go_on(MONDAY + timedelta(days=1, hours=2))
    return await house.shows(ZOE, lambda one: "R-1" in one.text)


async def _kept(house: House, week: Week) -> None:
    """One of each, the digest's numbers the same by mail and in Slack, figures and evidence sound."""
    async with house.service.office.store.read() as work:
        first, second = await work.complaints.between(MONDAY, MONDAY + timedelta(days=8))
        by_mail, in_slack = await work.digests.of_week(week)
        [review] = await work.reviews.of_digest(in_slack.id)
        asked = await work.invitations.of_delivery(1)
        assert asked
        versions = await work.answers.versions(asked.id)
        assert await work.figure_differences() == []
        assert (await work.evidence.verify())[2] == []
    assert (first.state, second.state, second.words) == (State.CLOSED, State.RECEIVED, "the box was wet")
    assert (dict(versions[-1].marks), len(versions)) == ({"overall": 1, "on_time": 1}, 2)
    assert (by_mail.hash, review.hash) == (in_slack.hash, in_slack.hash)
    assert {by_mail.channel, in_slack.channel} == {"mail:1", f"slack:{LEADERS}"}
