"""The tour's five steps: done when the world shows it, not when something was clicked."""

from datetime import timedelta
from pathlib import Path

import httpx
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from bot.demo.acts import Act, Expected, Page
from bot.demo.showroom.surveys import Surveys
from bot.demo.staff import LEADERS_CHANNEL
from bot.demo.world import Done
from handlers.office import Office
from handlers.steps.answering import Given, answer
from handlers.steps.inviting import invite_due
from handlers.steps.receiving import receive
from surveys.answer import Door
from surveys.notice import notice
from tests.servers import until
from tests.showroom import COMPLAINTS, INES, TOM, Scene, furnished

PRESS = '["{}", "7"]'


async def done(browser: httpx.AsyncClient) -> list[bool]:
    """Which steps the overview marks as done."""
    page = HTMLParser((await browser.get("/")).text)
    return ["done" in str(one.attributes["class"]).split() for one in page.css(".steps li")]


def only(step: int) -> list[bool]:
    return [number == step for number in range(1, 6)]


async def test_it_leads_to_where_things_are(scene: Scene, browser: httpx.AsyncClient) -> None:
    """Each step has one link; before there is anything to do it with, words say what it waits for."""
    page = HTMLParser((await browser.get("/")).text)
    links = [one.attributes["href"] for one in page.css(".steps .btn")]
    assert links == ["/mail/2", "/mail/1", f"/slack/{COMPLAINTS}", f"/slack/{COMPLAINTS}?say=/complaint",
                     f"/slack/{LEADERS_CHANNEL}"]  # fmt: skip
    for link in links:
        assert (await browser.get(link)).status_code == 200
    scene.world.provider.received.clear()
    assert "The first letters come" in (await browser.get("/")).text


async def test_a_mail_is_the_first_step(live: Scene, visitor: httpx.AsyncClient) -> None:
    """It is done by an answer in the service's mailbox; the next letters are others."""
    assert await done(visitor) == only(0)
    await visitor.post("/mail/2/reply", data={"words": "5 5 5 5 5"})
    assert await done(visitor) == only(1)
    assert HTMLParser((await visitor.get("/")).text).css_first(".steps .btn").attributes["href"] == "/mail/1"


async def test_a_mark_in_a_direct_message_is_the_second_step(live: Scene, visitor: httpx.AsyncClient) -> None:
    """Once the app has taken it."""
    message = live.kept.messages[live.kept.direct(TOM).id][0]
    room = live.room(TOM, message.channel)
    await visitor.post(f"{room}/press", data={"ts": message.ts, "pressed": PRESS.format("mark-4")})
    assert await done(visitor) == only(2)


async def test_a_card_is_the_third_step(live: Scene, visitor: httpx.AsyncClient) -> None:
    """A press that changes nothing is no step; what the story's people press is none of the visitor's."""
    await live.world.slack.acts.press(TOM, COMPLAINTS, live.card.ts, "acknowledge")
    await until(lambda: live.kept.message(COMPLAINTS, live.card.ts).edited)
    card = live.kept.say(COMPLAINTS, live.kept.bot.id, "C-13", live.card.blocks)
    await visitor.post(f"{live.room()}/press", data={"ts": card.ts, "chooses": "owner", "c:owner": TOM})
    assert await done(visitor) == only(0)
    await visitor.post(f"{live.room()}/press", data={"ts": card.ts, "pressed": PRESS.format("acknowledge")})
    assert await done(visitor) == only(3)


async def test_a_logged_complaint_is_the_fourth_step(live: Scene, visitor: httpx.AsyncClient) -> None:
    """Not the opened form but the sent one, once the app has posted what came of it."""
    await visitor.post(f"{live.room()}/say", data={"words": "/complaint"})
    assert await done(visitor) == only(0)
    send = f"{live.room()}/view/{live.kept.modals[INES][-1].id}/submit"
    await visitor.post(send, data={"b:what": "?", "b:kind": "late"})
    assert await done(visitor) == only(0)
    await visitor.post(send, data={"b:what": "It leaks", "b:kind": "late"})
    await until(lambda: live.kept.messages[COMPLAINTS][-1].text == "Logged: It leaks")
    assert await done(visitor) == only(4)


async def test_a_reviewed_digest_is_the_fifth_step(live: Scene, visitor: httpx.AsyncClient) -> None:
    """And the bar on every other page shows it."""
    room = live.room(INES, LEADERS_CHANNEL)
    page = await visitor.post(f"{room}/press", data={"ts": live.digest.ts, "pressed": PRESS.format("reviewed")})
    assert await done(visitor) == only(5)
    assert "The tour: 1 of 5 steps done" in page.text


async def test_a_survey_page_counts_for_the_second_step(office: Office, tmp_path: Path, monkeypatch) -> None:
    """An answer that came by page and that nobody of the story gave was the visitor's."""
    world = furnished(tmp_path).world
    surveys = Surveys(world)
    assert await surveys.answered() is False
    world.child.settings.touch()
    monkeypatch.setattr(world.child, "open_store", lambda: office.store)
    await _answered(office, world.orders[0].order, world.now)
    page = Act(timedelta(), "k", Page({}, "", None), Expected("answer", "page"))
    world.done.append(Done(world.now, world.orders[0], page))
    assert await surveys.answered() is False
    world.done.clear()
    assert await surveys.answered() is True
    await world.child.http.aclose()


async def _answered(office: Office, order: str, now) -> None:
    told = {"order": order, "email": "a@b.example", "name": "A", "language": "en",
            "delivered_at": (now - timedelta(days=4)).isoformat()}  # fmt: skip
    delivery, _ = await receive(office, notice(told, "shop", office.zone), "test", now)
    await invite_due(office, now, now)
    async with office.store.work() as work:
        asked = await work.invitations.of_delivery(delivery.id)
        await answer(office, work, asked, Given(Door.PAGE, {"overall": 5}, "", "one"), now)
