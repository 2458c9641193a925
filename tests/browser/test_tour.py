"""Somebody walks the tour in a real browser, with the real service behind it: all five steps, by hand."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright

from bot.demo.child import Child
from bot.demo.showroom.app import Page as Showroom
from bot.demo.world import ZONE, World
from surveys.complaint import Complaint
from tests.servers import needed

PATIENCE = 20_000


@dataclass
class Visitor:
    """A browser in front of the showroom, after the story's first week and its digest."""

    world: World
    base: str
    page: Page

    async def step(self, name: str) -> None:
        """Follow this step of the tour."""
        await self.page.goto(self.base)
        await self.page.get_by_role("link", name=f"{name}: Show me").click()

    async def done(self) -> list[str]:
        """The steps that the overview calls done."""
        await self.page.goto(self.base)
        marked = self.page.locator("#tour li.done h3")
        return [text.partition("(done)")[0].strip() for text in await marked.all_inner_texts()]

    async def cases(self) -> list[Complaint]:
        store = self.world.child.open_store()
        async with store.read() as work:
            found = list(await work.complaints.between(self.world.start_of_story, self.world.now + timedelta(days=1)))
        await store.close()
        return found


@pytest.fixture
async def visitor(tmp_path: Path) -> AsyncIterator[Visitor]:
    program = needed("chromium")
    world = World(Child(tmp_path / "demo", ZONE), seed=1, weeks=1)
    await world.start()
    showroom = await Showroom(world).start()
    try:
        await world.play()
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
            page = await browser.new_page(viewport={"width": 1280, "height": 900})
            page.set_default_timeout(PATIENCE)
            yield Visitor(world, showroom.url, page)
            await browser.close()
    finally:
        await showroom.stop()
        code = await world.stop()
    assert code == 0


async def test_all_five_steps_are_walked(visitor: Visitor) -> None:
    """A letter is answered by mail, another on its page, a complaint logged and looked after, a digest reviewed."""
    page = visitor.page
    assert await visitor.done() == []

    await visitor.step("Answer a letter")
    await page.get_by_label("Answer by mail").fill("5 4 5 N 4 and thank you")
    await page.get_by_role("button", name="Send").click()

    await visitor.step("Answer on a page")
    async with page.context.expect_page() as opened:
        await page.get_by_role("link", name="Open its survey page").click()
    survey = await opened.value
    await survey.get_by_label("Satisfied", exact=False).nth(3).check()
    await survey.get_by_role("button", name="Send answer").click()
    await survey.get_by_role("heading", name="Thank you").wait_for()
    await survey.close()

    await visitor.step("Log a complaint")
    await page.get_by_role("button", name="Send").click()
    form = page.get_by_role("dialog", name="Log a complaint")
    await form.get_by_label("What happened?").fill("The hatch leaks, <!channel>.")
    await form.get_by_label("Problem").select_option("Defect")
    await form.get_by_role("button", name="Keep").click()
    await page.get_by_role("dialog", name="Kept").get_by_role("button", name="Close").click()
    card = page.get_by_role("article").filter(has_text="The hatch leaks, <!channel>.").last
    await card.wait_for()

    await visitor.step("Look after a case")
    await card.get_by_role("button", name="Acknowledge...").click()
    form = page.get_by_role("dialog", name="Acknowledge C-")
    await form.get_by_label("By phone or in person: I have told the customer").check()
    await form.get_by_role("button", name="Acknowledge").click()
    await card.get_by_text("Acknowledged", exact=True).wait_for()

    await visitor.step("Read the digest")
    await page.get_by_role("button", name="No action needed, because...").last.click()
    form = page.get_by_role("dialog", name="No action needed")
    await form.get_by_label("Why is no action needed?").fill("The carrier is back to normal.")
    await form.get_by_role("button", name="Decide").click()
    digest = page.get_by_role("article").filter(has_text="No action needed, because...").last
    await digest.get_by_text("@Ines Harbor").wait_for()

    assert await visitor.done() == [
        "Answer a letter", "Answer on a page", "Look after a case", "Log a complaint", "Read the digest",
    ]  # fmt: skip
    [case] = [one for one in await visitor.cases() if one.words.startswith("The hatch leaks")]
    assert (case.state, case.door) == ("acknowledged", "form")
