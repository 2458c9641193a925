"""A customer's words in a shared channel become a case by the shortcut on their message, and are looked after."""

from datetime import timedelta

from surveys.complaint import State
from tests.handlers.slack.stage import COMPLAINTS, LOUNGE, MARA, ZOE
from tests.house import MONDAY, House
from tests.servers import until

SAID = "My pump leaks <!channel> & stinks"


async def test_a_message_is_made_a_case_and_looked_after_on_the_spot(house: House) -> None:
    """Text, author and link are kept; the same message pointed at twice is one case."""
    await house.told(slack_user=ZOE, channel="slack")
    kept = house.slack.workspace
    message = house.slack.acts.say(ZOE, LOUNGE, SAID)
    for clerk in (MARA, MARA):
        kept.show([], clerk)
        await house.slack.acts.shortcut(clerk, message.channel, message.ts, "log_complaint")
        await until(lambda clerk=clerk: bool(kept.modals[clerk]))  # type: ignore[misc]
        form = kept.modals[clerk][-1]
        await house.slack.acts.submit(clerk, form.id, {"order": "R-1", "problem": "defect"})
    card = await house.shows(COMPLAINTS, lambda one: "C-1, received" in one.text)
    await house.press(MARA, card, "acknowledge", how="mail")
    await house.receives("Your complaint about delivery R-1")
    await house.shows(COMPLAINTS, lambda one: "C-1, acknowledged" in one.text)
    await house.press(MARA, card, "close", ending="solved", words="A new seal was fitted at once.")
    await house.shows(COMPLAINTS, lambda one: "C-1, closed" in one.text)
    async with house.service.office.store.read() as work:
        [case] = await work.complaints.between(MONDAY - timedelta(days=1), MONDAY + timedelta(days=1))
        author = await work.customers.of_slack(ZOE)
    assert author
    assert (case.words, case.door, case.customer_id) == (SAID, "shortcut", author.id)
    assert case.state is State.CLOSED
    assert "&lt;!channel&gt; &amp; stinks" in house.said(COMPLAINTS)[0].text
