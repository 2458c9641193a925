"""Slack as one of its people sees it, and what they do there."""

import asyncio

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from bot.demo.workspace.refusal import BadReply, NotAcknowledged, NotConnected, NothingThere, Unanswered
from tests.servers import until
from tests.showroom import COMPLAINTS, INES, TOM, Scene

CARD = {"pressed": '["acknowledge", "7"]'}


async def test_a_channel_is_entered_as_one_of_its_people(scene: Scene, browser: httpx.AsyncClient) -> None:
    """The first of them, with the words for the composer where some are given; one may become any other."""
    entered = await browser.get(f"/slack/{COMPLAINTS}?say=/complaint a%26b")
    assert entered.url.path == f"/slack/{INES}/{COMPLAINTS}"
    page = HTMLParser(entered.text)
    assert page.css_first("#words").text().strip() == "/complaint a&b"
    assert f"/slack/{TOM}/{COMPLAINTS}" in [one.attributes["href"] for one in page.css(".me a")]


async def test_nobody_is_where_they_are_not(scene: Scene, browser: httpx.AsyncClient) -> None:
    """A stranger to the channel, an unknown person, the app itself, and an unknown thread."""
    eve = scene.kept.add_user("eve").id
    for where in (f"{eve}/{COMPLAINTS}", f"U9/{COMPLAINTS}", f"{scene.kept.bot.id}/{COMPLAINTS}", f"{INES}/C9",
                  f"{INES}/{COMPLAINTS}?thread=1.0"):  # fmt: skip
        assert (await browser.get(f"/slack/{where}")).status_code == 404
    assert (await browser.post(f"/slack/{eve}/{COMPLAINTS}/say", data={"words": "x"})).status_code == 404


async def test_each_sees_what_is_for_them(scene: Scene, browser: httpx.AsyncClient) -> None:
    """Their channels, their direct message and words that only they see; the overview lists all."""
    scene.kept.whisper(COMPLAINTS, TOM, "for Tom alone")
    ines, tom = [(await browser.get(scene.room(user))).text for user in (INES, TOM)]
    assert ("for Tom alone" in ines, "for Tom alone" in tom, "Only visible to you" in tom) == (False, True, True)
    assert ("#leaders" in ines, "#leaders" in tom) == (True, False)
    direct = scene.kept.direct(TOM).id
    assert [f"/slack/{TOM}/{direct}" in page for page in (ines, tom, (await browser.get("/slack")).text)] == [
        False, True, True,
    ]  # fmt: skip


async def test_long_channels_begin_at_the_end(scene: Scene, browser: httpx.AsyncClient) -> None:
    """The earlier messages are one link away."""
    for number in range(60):
        scene.kept.say(COMPLAINTS, TOM, f"message {number}.")
    page = await browser.get(scene.room())
    assert ("message 59." in page.text, "message 3." in page.text, "Show 22 earlier" in page.text) == (
        True,
        False,
        True,
    )
    assert "message 3." in (await browser.get(f"{scene.room()}?earlier=1")).text


async def test_threads_stand_beside_their_channel(scene: Scene, browser: httpx.AsyncClient) -> None:
    """The channel counts the replies, the thread shows them; who answers there stays there."""
    data = {"words": "I'll call them", "thread": scene.card.ts}
    page = await browser.post(f"{scene.room()}/say", data=data)
    assert page.url.query == f"thread={scene.card.ts}".encode()
    found = HTMLParser(page.text)
    assert "1 reply" in found.css_first("main.room").text()
    assert "I'll call them" not in found.css_first("main.room").text()
    assert "I'll call them" in found.css_first(".aside").text()


async def test_a_button_is_pressed(live: Scene, visitor: httpx.AsyncClient) -> None:
    """The app hears of it from that person, and its answer stands on the page that comes back."""
    page = await visitor.post(f"{live.room(TOM)}/press", data={"ts": live.card.ts, **CARD})
    assert (live.heard[0]["user"]["id"], live.heard[0]["actions"][0]["value"]) == (TOM, "7")
    card = HTMLParser(page.text).css_first(f'[id="m-{live.card.ts}"]')
    assert ("@Tom Quay did it" in card.text(), "(edited)" in card.text()) == (True, True)


async def test_a_menu_is_chosen_from(live: Scene, visitor: httpx.AsyncClient) -> None:
    """The choice reaches the app and stays chosen for that person; so does an entry of an overflow menu."""
    chosen = {"ts": live.card.ts, "chooses": "owner", "c:owner": TOM}
    page = await visitor.post(f"{live.room()}/press", data=chosen)
    await visitor.post(f"{live.room()}/press", data={"ts": live.card.ts, "pressed": '["more", "history"]'})
    assert live.heard[0]["actions"][0]["selected_user"] == TOM
    assert live.heard[1]["actions"][0]["selected_option"]["value"] == "history"
    assert HTMLParser(page.text).css_first(f'option[value="{TOM}"][selected]') is not None


async def test_a_form_is_filled_and_sent(live: Scene, visitor: httpx.AsyncClient) -> None:
    """What is missing is said, an error stands at its field with what was typed, and a good answer closes it."""
    page = HTMLParser((await visitor.post(f"{live.room()}/say", data={"words": "/complaint"})).text)
    form = page.css_first(".dialog form")
    assert (form.css_first("h2").text(), page.css_first(".shell[inert]") is not None) == ("Log a complaint", True)
    send = str(form.attributes["action"])
    missing = await visitor.post(send, data={"b:what": "It leaks", "b:kind": ""})
    assert "Something that is needed is missing" in missing.text
    assert HTMLParser(missing.text).css_first("textarea[name='b:what']").text().strip() == "It leaks"
    wrong = HTMLParser((await visitor.post(send, data={"b:what": "?", "b:kind": "late", "b:grave": "3"})).text)
    field = wrong.css_first("textarea[name='b:what']")
    assert wrong.css_first(f'[id="{field.attributes["aria-describedby"].split()[-1]}"]').text() == "Say a little more."
    assert wrong.css_first("input[value='3'][checked]") is not None
    closed = await visitor.post(send, data={"b:what": "It leaks <b>", "b:kind": "late"})
    assert HTMLParser(closed.text).css_first(".dialog form") is None
    await until(lambda: live.kept.messages[COMPLAINTS][-1].text == "Logged: It leaks <b>")


async def test_what_was_typed_outlives_a_press(live: Scene, visitor: httpx.AsyncClient) -> None:
    """A button inside a form may change it; the fields keep what stands in them."""
    page = await visitor.post(f"{live.room()}/shortcut", data={"ts": live.card.ts, "callback_id": "log_complaint"})
    assert live.heard[0]["message"]["ts"] == live.card.ts
    press = HTMLParser(page.text).css_first("[formaction$='press']").attributes["formaction"]
    page = await visitor.post(str(press), data={"b:what": "It leaks", "b:kind": "late", "pressed": '["example", "7"]'})
    shown = HTMLParser(page.text)
    assert "Such as: the pump leaks." in shown.css_first(".dialog").text()
    assert shown.css_first("textarea[name='b:what']").text().strip() == "It leaks"
    assert shown.css_first("option[value='late'][selected]") is not None
    page = await visitor.post(str(press).replace("press", "close"))
    assert (live.kept.modals[INES], HTMLParser(page.text).css_first(".dialog form")) == ([], None)


async def test_a_command_is_answered_to_who_typed_it(live: Scene, visitor: httpx.AsyncClient) -> None:
    """Its words go along; everybody else sees nothing of it."""
    page = await visitor.post(f"{live.room()}/say", data={"words": "/feedback HP-10007"})
    assert "<b>HP-10007</b> was asked last week" in page.text
    assert "was asked last week" not in (await visitor.get(live.room(TOM))).text


async def test_words_are_said_as_they_are_typed(scene: Scene, browser: httpx.AsyncClient) -> None:
    """No mention and no markup of Slack's can be made of them; nothing is said where nothing was typed."""
    await browser.post(f"{scene.room()}/say", data={"words": "<!channel> a & b"})
    assert scene.kept.messages[COMPLAINTS][-1].text == "&lt;!channel&gt; a &amp; b"
    before = len(scene.kept.messages[COMPLAINTS])
    await browser.post(f"{scene.room()}/say", data={"words": "   "})
    assert len(scene.kept.messages[COMPLAINTS]) == before


async def test_the_app_is_mentioned_by_name(scene: Scene, browser: httpx.AsyncClient) -> None:
    """Even while it is away the words are said, and the visitor is told."""
    page = await browser.post(f"{scene.room()}/say", data={"words": "@Afterword log this", "thread": scene.card.ts})
    said = scene.kept.messages[COMPLAINTS][-1]
    assert (said.text, said.thread_ts) == (f"<@{scene.kept.bot.id}> log this", scene.card.ts)
    assert "is not connected to Slack just now" in page.text


@pytest.mark.parametrize("data", [
    {"ts": "1.0", **CARD}, {"pressed": '["nothing", ""]'}, {"pressed": "no list"}, {"pressed": "[]"},
    {"pressed": "[[]]"}, {"chooses": "nothing"}, {},
], ids=str)  # fmt: skip
async def test_what_is_not_there_cannot_be_pressed(scene: Scene, browser: httpx.AsyncClient, data: dict) -> None:
    """An unknown message or control is said to be gone, and nothing is done."""
    page = await browser.post(f"{scene.room()}/press", data={"ts": scene.card.ts, **data})
    assert (page.status_code, "That is not there any more" in page.text) == (200, True)
    for what in ("view/V9/submit", "view/V9/press", "view/V9/close", "dance", "shortcut"):
        assert "That is not there any more" in (await browser.post(f"{scene.room()}/{what}")).text


@pytest.mark.parametrize(("why", "words"), [
    (NotConnected, "is not connected"), (NotAcknowledged, "within three seconds"), (BadReply, "does not take"),
    (NothingThere, "not there any more"), (Unanswered, "is missing"),
])  # fmt: skip
async def test_what_goes_wrong_is_said_kindly(
    scene: Scene, browser: httpx.AsyncClient, why, words, monkeypatch
) -> None:
    """Each way in which Slack may fail has its words."""

    async def fails(*_: object) -> None:
        raise why("x")

    monkeypatch.setattr(scene.world.slack.acts, "command", fails)
    page = HTMLParser((await browser.post(f"{scene.room()}/say", data={"words": "/x"})).text)
    assert words in page.css_first("[role=alert]").text()


async def test_the_home_of_the_app_is_opened(scene: Scene, browser: httpx.AsyncClient) -> None:
    """Before that there is nothing in it."""
    assert "Nothing is here until you open it" in (await browser.get(f"/slack/{INES}/home")).text
    opened = await browser.post(f"/slack/{INES}/home/open")
    assert "is not connected" in opened.text
    view = {"type": "home", "blocks": [{"type": "header", "text": {"type": "plain_text", "text": "Your cases"}}]}
    scene.kept.publish(scene.kept.view(view, INES))
    assert "Your cases" in (await browser.get(f"/slack/{INES}/home")).text


async def test_looking_changes_nothing(scene: Scene, browser: httpx.AsyncClient) -> None:
    """Every page may be loaded again at any time."""
    before = (await browser.get("/revision")).json()
    for where in ("/", "/mail", "/mail/0", "/slack", scene.room(), f"{scene.room()}?thread={scene.card.ts}"):
        assert (await browser.get(where)).status_code == 200
    assert (await browser.get("/revision")).json() == before


async def test_two_visitors_press_at_once(live: Scene, visitor: httpx.AsyncClient) -> None:
    """Both reach the app."""
    await asyncio.gather(*(
        visitor.post(f"{live.room(user)}/press", data={"ts": live.card.ts, "chooses": "owner", "c:owner": user})
        for user in (INES, TOM)
    ))  # fmt: skip
    assert {body["user"]["id"] for body in live.heard} == {INES, TOM}
