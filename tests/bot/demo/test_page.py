"""The world's page: every letter as it was received, and a way to answer."""

from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import httpx

from bot.demo.child import Child
from bot.demo.page import Page
from bot.demo.provider import Received
from bot.demo.staff import LEADERS_CHANNEL
from bot.demo.workspace.records import File
from bot.demo.world import ZONE, World

RAW = (
    b"From: Harbor Parts <feedback@harbor.example>\r\nTo: zoe@buyer.example\r\nSubject: How was it?\r\n"
    b"Reply-To: feedback+t@harbor.example\r\nMessage-ID: <m@harbor.example>\r\nContent-Type: text/plain\r\n\r\n"
    b"<script>alert(1)</script>\r\n"
)


async def test_letters_are_shown_and_answered(tmp_path: Path) -> None:
    """A letter's words are shown as words, and a reply goes into the service's mailbox."""
    world = World(Child(tmp_path, ZONE), seed=1)
    await world.provider.start()
    world.provider.received.append(Received("zoe@buyer.example", "b@harbor.example", RAW, datetime.now(UTC)))
    page = await Page(world).start()
    try:
        async with httpx.AsyncClient(base_url=page.url, follow_redirects=True) as browser:
            assert "zoe@buyer.example" in (await browser.get("/")).text
            assert "How was it?" in (await browser.get("/box/zoe@buyer.example")).text
            letter = (await browser.get("/mail/0")).text
            assert "&lt;script&gt;alert(1)" in letter
            assert "<script>" not in letter
            told = await browser.post("/mail/0/reply", data={"words": "5 4 5 N 4"})
            assert "Your reply is in the service" in told.text
            assert (await browser.get("/mail/7")).status_code == 404
    finally:
        await page.stop()
        await world.child.http.aclose()
        await world.provider.stop()
    assert world.provider.appended == 1


async def test_a_picture_stands_in_its_letter(tmp_path: Path) -> None:
    """A mail program shows what came with a letter in its place; so does the page."""
    mail = EmailMessage()
    mail["Message-ID"], mail["Subject"] = "<m@harbor.example>", "Week 2026-W47"
    mail.set_content("words")
    mail.add_alternative('<html><head></head><img src="cid:chart@harbor.example"></html>', subtype="html")
    html = mail.get_payload()[1]
    html.add_related(b"\x89PNG", "image", "png", cid="<chart@harbor.example>")
    world = World(Child(tmp_path, ZONE), seed=1)
    world.provider.received.append(Received("d@harbor.example", "", mail.as_bytes(), datetime.now(UTC)))
    page = await Page(world).start()
    try:
        async with httpx.AsyncClient(base_url=page.url) as browser:
            shown = (await browser.get("/mail/0/html")).text
    finally:
        await page.stop()
        await world.child.http.aclose()
    assert '<img src="data:image/png;base64,iVBORw==">' in shown


async def test_a_channel_shows_what_was_posted(tmp_path: Path) -> None:
    """Words as words, the bold ones bold, and the picture with what it shows."""
    world = World(Child(tmp_path, ZONE), seed=1)
    kept = world.slack.workspace
    kept.files["F1"] = File("F1", "chart.png", 4, content=b"\x89PNG")
    words = [{"type": "text", "text": "<b>Verdict</b>", "style": {"bold": True}}, {"type": "text", "text": "\nmore"}]
    text = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": words}]}
    image = {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "a chart"}
    kept.say(LEADERS_CHANNEL, kept.bot.id, "fallback", [text, image])
    page = await Page(world).start()
    try:
        async with httpx.AsyncClient(base_url=page.url) as browser:
            assert "#leaders in Slack" in (await browser.get("/")).text
            shown = (await browser.get(f"/slack/{LEADERS_CHANNEL}")).text
            picture = await browser.get("/slack/file/F1")
            missing = [(await browser.get(f"/slack/{where}")).status_code for where in ("C9", "file/F9")]
    finally:
        await page.stop()
        await world.child.http.aclose()
    assert "<b>&lt;b&gt;Verdict&lt;/b&gt;</b>\nmore" in shown
    assert '<img src="/slack/file/F1" alt="a chart">' in shown
    assert (picture.content, picture.headers["content-type"]) == (b"\x89PNG", "image/png")
    assert missing == [404, 404]
