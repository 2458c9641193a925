"""The showroom as a whole: the overview, the time and its speed, what keeps it live, and who may act."""

from datetime import timedelta

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from bot.demo.acts import Act, Expected, Mail
from bot.demo.pace import Speed
from bot.demo.world import Done
from tests.showroom import COMPLAINTS, TOM, Scene


async def test_the_overview_says_what_time_it_is(scene: Scene, browser: httpx.AsyncClient) -> None:
    """In the story's zone, with the week and how much is told."""
    page = HTMLParser((await browser.get("/")).text)
    clock = page.css_first(".clock").text()
    assert all(words in clock for words in ("11:00", "Tuesday 6 October 2026", "2 of 8"))
    assert page.css_first("progress").attributes["value"] == "14"
    scene.world.now = scene.world.end
    assert "The story is told" in (await browser.get("/")).text


async def test_the_overview_tells_what_happened(scene: Scene, browser: httpx.AsyncClient) -> None:
    """Letters, answers and posts, the newest first, each leading to where it can be seen."""
    order = scene.world.orders[0]
    done = Act(timedelta(), "k", Mail(b""), Expected("answer", "mail"))
    scene.world.now += timedelta(minutes=1)
    scene.world.done.append(Done(scene.world.now, order, done))
    links = HTMLParser((await browser.get("/")).text).css(".latest a")
    assert f"{order.person.name} answered by mail about {order.order}" in links[0].text()
    assert links[0].attributes["href"] == f"/box/{order.person.email}"
    assert any("#complaints, Tom Quay: Morning." in one.text() for one in links)
    assert any("Order 3?" in one.text() for one in links)


async def test_new_messages_are_counted(scene: Scene, browser: httpx.AsyncClient) -> None:
    """Those of the last seven days of the story."""
    assert await _counts(browser) == ["2", "1", "1"]
    scene.world.now += timedelta(days=8)
    scene.kept.say(COMPLAINTS, TOM, "later")
    assert await _counts(browser) == ["1"]


async def _counts(browser: httpx.AsyncClient) -> list[str]:
    counts = HTMLParser((await browser.get("/")).text).css(".count")
    assert all("new in the last seven days" in one.text() for one in counts)
    return [one.text().partition(" ")[0] for one in counts]


@pytest.mark.parametrize("speed", Speed)
async def test_the_speed_is_chosen(scene: Scene, browser: httpx.AsyncClient, speed: Speed) -> None:
    """It holds at once, and one comes back to where one was."""
    page = await browser.post("/pace", data={"speed": speed, "back": "/mail/0"})
    assert (scene.world.pace.speed, page.url.path) == (speed, "/mail/0")
    pressed = HTMLParser(page.text).css(".pace [aria-pressed=true]")
    assert [one.attributes["value"] for one in pressed] == [speed]


async def test_one_comes_back_to_nowhere_else(scene: Scene, browser: httpx.AsyncClient) -> None:
    """An address of another server is not followed; an unknown speed is refused."""
    for back in ("//evil.example", "https://evil.example", "/\\evil.example"):
        told = await browser.post("/pace", data={"speed": "slow", "back": back}, follow_redirects=False)
        assert (told.status_code, told.headers["location"]) == (303, "/")
    assert (await browser.post("/pace", data={"speed": "faster"})).status_code == 422


async def test_the_revision_changes_with_what_is_seen(scene: Scene, browser: httpx.AsyncClient) -> None:
    """A message, an edit, a choice, a form, a letter, time and speed: each is another revision."""
    kept = scene.kept
    view = {"type": "modal", "blocks": []}
    changes = [
        lambda: kept.say(COMPLAINTS, TOM, "x"), lambda: kept.edit(kept.message(COMPLAINTS, scene.card.ts), text="y"),
        lambda: kept.whisper(COMPLAINTS, TOM, "z"), lambda: kept.choose(COMPLAINTS, scene.card.ts, TOM, {"case": {}}),
        lambda: kept.show([kept.view(view, TOM)], TOM),
        lambda: kept.change_view(kept.modals[TOM][0], errors={"what": "?"}),
        scene.world.provider.received.pop, lambda: scene.world.pace.set(Speed.SLOW),
        lambda: setattr(scene.world, "now", scene.world.now + timedelta(minutes=1)),
    ]  # fmt: skip
    seen = [(await browser.get("/revision")).json()["revision"]]
    for change in changes:
        change()
        seen.append((await browser.get("/revision")).json()["revision"])
    assert len(set(seen)) == len(changes) + 1


async def test_nothing_comes_from_elsewhere(scene: Scene, browser: httpx.AsyncClient) -> None:
    """Styles and the one script are the page's own, and nothing is written into it."""
    page = await browser.get("/")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'; connect-src 'self'" in policy
    assert "unsafe" not in policy
    tree = HTMLParser(page.text)
    assert ([one.attributes for one in tree.css("script")], tree.css("style, [style], [onclick]")) == (
        [{"src": "/static/showroom.js", "defer": None}], [],
    )  # fmt: skip
    for name, kind in (("showroom.css", "text/css"), ("showroom.js", "text/javascript")):
        assert (await browser.get(f"/static/{name}")).headers["content-type"].startswith(kind)
    assert (await browser.get("/static/app.py")).status_code == 404


async def test_another_page_cannot_act_here(scene: Scene, browser: httpx.AsyncClient) -> None:
    """A form that another site sends is refused, one of this page is taken."""
    answers = [
        (await browser.post("/pace", data={"speed": "slow"}, headers={"Origin": origin})).status_code
        for origin in ("https://evil.example", "null", scene.url.rstrip("/"))
    ]
    assert answers == [403, 403, 200]
