"""Every letter as it was received, and a way to answer."""

import httpx

from bot.demo.provider import Received
from bot.demo.showroom.mails import opened
from tests.showroom import ZOE, Scene


async def test_letters_are_found_through_their_mailbox(scene: Scene, browser: httpx.AsyncClient) -> None:
    """The overview names the mailbox, the mailbox its letters, the newest first."""
    assert f"/box/{ZOE}" in (await browser.get("/")).text.replace("%40", "@")
    box = (await browser.get(f"/box/{ZOE}")).text
    assert 0 < box.index("/mail/2") < box.index("/mail/0")
    assert "/mail/1" not in box


async def test_words_of_a_letter_stay_words(scene: Scene, browser: httpx.AsyncClient) -> None:
    """Its plain text and its source are escaped, in the letter and in the list."""
    shown = (await browser.get("/mail/2")).text
    assert shown.count("&lt;script&gt;alert(1)") >= 2
    assert "<script>alert" not in shown


async def test_its_html_is_kept_in_a_box(scene: Scene, browser: httpx.AsyncClient) -> None:
    """A frame without scripts and with no way to load anything; pictures that came along stand in their places."""
    framed = await browser.get("/mail/0/html")
    assert '<img alt="" src="data:image/png;base64,iVBORw==">' in framed.text
    assert framed.headers["content-security-policy"].startswith("sandbox allow-popups")
    assert "script-src" not in framed.headers["content-security-policy"]
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in (await browser.get("/mail/0")).text


async def test_a_letter_is_answered(live: Scene, visitor: httpx.AsyncClient) -> None:
    """The answer goes into the service's mailbox, and the letter says so from then on."""
    assert "Your answer is in" not in (await visitor.get("/mail/0")).text
    told = await visitor.post("/mail/0/reply", data={"words": "5 4 5 N 4"})
    assert "Your answer is in" in told.text
    assert (live.world.provider.appended, live.world.replied) == (1, [live.world.provider.received[0]])


async def test_the_survey_page_is_a_link(scene: Scene, browser: httpx.AsyncClient) -> None:
    """It is the one in the letter."""
    assert 'href="http://127.0.0.1:9/s/atoken"' in (await browser.get("/mail/0")).text


async def test_what_is_not_there_is_said_to_be(scene: Scene, browser: httpx.AsyncClient) -> None:
    """An unknown letter, mailbox or page is a page of its own."""
    for where in ("/mail/7", "/mail/7/html", "/box/nobody@buyer.example", "/nowhere"):
        missing = await browser.get(where)
        assert (missing.status_code, "There is nothing here" in missing.text) == (404, True)


def test_a_mail_without_anything_is_opened_too(now) -> None:
    """Neither subject, nor words, nor anywhere to answer to."""
    found = opened(Received("a@b.example", "", b"Message-ID: <m@x>\r\n\r\n", now))
    assert (found.subject, found.text.strip(), found.html, found.asks, found.survey) == (
        "(no subject)",
        "",
        "",
        False,
        "",
    )
