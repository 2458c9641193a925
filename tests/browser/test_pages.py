"""What a customer sees of the survey, in a real browser, served over a real socket."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, ConsoleMessage, Locator, Page, Request, async_playwright

from bot.web import Server
from handlers.office import Office
from handlers.steps.inviting import invite_due
from handlers.steps.receiving import receive
from handlers.web.app import web
from surveys.answer import Answer, current
from surveys.delivery import Reason
from surveys.notice import notice
from surveys.questionnaires import load
from surveys.token import Purpose
from tests.edges import StandingClock
from tests.servers import needed, until

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
NARROWEST = {"viewport": {"width": 320, "height": 640}}
PATIENCE = 10_000
"""Milliseconds that the browser waits for something to appear."""

OTHER_LANGUAGES = ("de", "fr", "es")
NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

Open = Callable[..., Awaitable[Page]]


@dataclass
class Site:
    """A served office with one customer who was asked; `seen` is what the browser complained of or asked for."""

    office: Office
    clock: StandingClock
    base: str
    delivery: int = 1
    errors: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    @property
    def survey(self) -> str:
        return f"{self.base}/s/{self.office.keyring.mint(Purpose.PAGE, self.delivery)}"

    @property
    def unsubscribe(self) -> str:
        return f"{self.base}/u/{self.office.keyring.mint(Purpose.UNSUBSCRIBE, self.delivery)}"

    @property
    def nowhere(self) -> str:
        return f"{self.base}/s/{self.office.keyring.mint(Purpose.PAGE, 99)}"

    async def versions(self) -> list[Answer]:
        async with self.office.store.read() as work:
            asked = await work.invitations.of_delivery(1)
            assert asked is not None
            return list(await work.answers.versions(asked.id))

    def heard(self, message: ConsoleMessage) -> None:
        """A browser tells of a page that is not there as it does of a broken rule; only the latter is one."""
        if message.type in ("error", "warning") and "the server responded with a status of 4" not in message.text:
            self.errors.append(message.text)

    def asked(self, request: Request) -> None:
        if not request.url.startswith((self.base, "data:")):
            self.elsewhere.append(request.url)

    async def ask(self, language: str) -> "Site":
        """The site as one more customer sees it, who was asked in this language."""
        told = {
            "order": f"HP-{language}",
            "email": f"{language}@buyer.example",
            "name": "Zoë Brandt",
            "language": language,
            "delivered_at": (self.clock.business - timedelta(days=5)).isoformat(),
        }
        by = notice(told, "shop", self.office.zone)
        delivery, _ = await receive(self.office, by, "test", self.clock.business)
        await invite_due(self.office, self.clock.business, self.clock.machine)
        return replace(self, delivery=delivery.id)


@asynccontextmanager
async def served(office: Office, clock: StandingClock) -> AsyncIterator[Site]:
    """The pages of this office, which leave no error in the browser's console and ask nobody else for anything."""
    server = Server(web(office, clock.now), "127.0.0.1", 0)
    serving = asyncio.create_task(server.serve())
    await until(lambda: server.server.started)
    site = await Site(office, clock, f"http://127.0.0.1:{server.port}").ask("en")
    yield site
    await server.stop(serving)
    assert (site.errors, site.elsewhere) == ([], [])


@pytest.fixture
def clock(tick: datetime) -> StandingClock:
    return StandingClock(NOW, tick)


@pytest.fixture
async def site(office: Office, clock: StandingClock) -> AsyncIterator[Site]:
    async with served(office, clock) as opened:
        yield opened


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    program = needed("chromium")
    async with async_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        started = await playwright.chromium.launch(executable_path=program, args=options)
        yield started
        await started.close()


@pytest.fixture
def visit(browser: Browser, site: Site) -> Open:
    return visiting(browser, site)


def visiting(browser: Browser, site: Site) -> Open:
    """Opens a page of the site; what the browser is like may be told."""

    async def visited(url: str, **options: Any) -> Page:
        context = await browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        page = await context.new_page()
        page.on("console", site.heard)
        page.on("pageerror", lambda why: site.errors.append(str(why)))
        page.on("request", site.asked)
        await page.goto(url)
        return page

    return visited


async def press(button: Locator) -> None:
    """Press a button or a link, and wait for the page that it leads to."""
    async with button.page.expect_navigation():
        await button.click()


async def choose(page: Page, marks: Mapping[str, str]) -> None:
    for key, value in marks.items():
        await page.locator(f'input[name="{key}"][value="{value}"]').check()


async def chosen(page: Page) -> dict[str, str]:
    """What is marked in the form."""
    boxes = await page.locator("input[type=radio]:checked").all()
    return {
        str(await box.get_attribute("name")): str(await box.get_attribute("value")) for box in boxes
    }  # fmt: skip


async def focused(page: Page, what: str) -> str:
    return str(await page.evaluate(f"document.activeElement.getAttribute({what!r})"))


MARKS = {"overall": "4", "on_time": "5", "accuracy": "3", "responsiveness": "N", "complaint_handling": "2"}


async def test_it_is_filled_in_by_keyboard_alone(site: Site, visit: Open) -> None:
    """On a phone's width, from the first question to the thanks, without a pointer."""
    page = await visit(site.survey, **PHONE)
    questions = [question.key for question in site.office.questionnaire.marks]
    for steps, key in enumerate(questions, 1):
        await page.keyboard.press("Tab")
        assert await focused(page, "name") == key
        await page.keyboard.press("Space")
        for _ in range(steps - 1):
            await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Tab")
    await page.keyboard.type("The box was wet.")
    await page.keyboard.press("Tab")
    assert await focused(page, "type") == "submit"
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
    assert await page.locator("h1").inner_text() == "Thank you"
    (answer,) = await site.versions()
    assert answer.marks == {key: steps for steps, key in enumerate(questions, 1)}
    assert answer.comment == "The box was wet."


async def test_it_works_without_scripts(site: Site, visit: Open) -> None:
    """Marked by its labels, sent, and thanked for with what was kept."""
    page = await visit(site.survey, java_script_enabled=False, **PHONE)
    await page.get_by_label("5 Very satisfied").first.check()
    await page.locator("textarea").fill("All <b>well</b> & good")
    await press(page.get_by_role("button", name="Send answer"))
    assert await page.locator("h1").inner_text() == "Thank you"
    kept = await page.locator("dd").all_inner_texts()
    assert kept[0] == "5 Very satisfied"
    assert kept[-1] == "All <b>well</b> & good"
    (answer,) = await site.versions()
    assert (dict(answer.marks), answer.comment) == ({"overall": 5}, "All <b>well</b> & good")


async def test_a_click_in_the_mail_chooses_and_answers_nothing(site: Site, visit: Open) -> None:
    """The mark of the link is chosen and said to be; it counts once it is sent."""
    page = await visit(f"{site.survey}?overall=4")
    assert await chosen(page) == {"overall": "4"}
    note = page.locator(".note")
    assert await note.inner_text() == "Your choice from the mail is marked below. It counts once you send it."
    assert await site.versions() == []
    await press(page.get_by_role("button", name="Send answer"))
    (answer,) = await site.versions()
    assert answer.marks == {"overall": 4}


async def test_an_answer_may_be_changed(site: Site, visit: Open) -> None:
    """The thanks page leads back to what was given; the newer version stands."""
    page = await visit(site.survey)
    await choose(page, MARKS)
    await press(page.get_by_role("button", name="Send answer"))
    await press(page.get_by_role("link", name="Change your answer"))
    assert await chosen(page) == MARKS
    assert "You have answered before." in await page.locator(".note").inner_text()
    await choose(page, {"overall": "1"})
    await page.locator("textarea").fill("It broke after a day.")
    await press(page.get_by_role("button", name="Send answer"))
    assert (await page.locator("dd").all_inner_texts())[0].startswith("1 ")
    versions = await site.versions()
    standing = current(versions)
    assert standing is not None
    assert ([one.version for one in versions], standing.marks["overall"]) == ([1, 2], 1)


async def test_loading_the_thanks_again_is_one_answer(site: Site, visit: Open) -> None:
    """The browser sends the same form once more, and it is kept once."""
    page = await visit(site.survey)
    await choose(page, MARKS)
    await press(page.get_by_role("button", name="Send answer"))
    await page.reload()
    assert await page.locator("h1").inner_text() == "Thank you"
    assert len(await site.versions()) == 1


async def test_what_is_missing_is_asked_for(site: Site, visit: Open) -> None:
    """The browser does not send a form without its first mark; sent all the same, the page says what is wanted."""
    page = await visit(site.survey)
    await page.get_by_role("button", name="Send answer").click()
    assert await page.locator('input[name="overall"]').first.evaluate("box => box.validity.valueMissing")
    await page.evaluate("document.forms[0].noValidate = true")
    await press(page.get_by_role("button", name="Send answer"))
    assert "Please choose at least one mark" in await page.get_by_role("alert").inner_text()
    assert await site.versions() == []


async def test_surveys_are_stopped_by_a_button(site: Site, visit: Open) -> None:
    """Opening the page stops nothing."""
    page = await visit(site.unsubscribe, java_script_enabled=False)

    async def why() -> Reason | None:
        async with site.office.store.read() as work:
            return await work.suppressions.why("en@buyer.example")

    assert await why() is None
    await press(page.get_by_role("button", name="Stop surveys"))
    assert await page.locator("h1").inner_text() == "You get no more surveys"
    assert await why() is Reason.UNSUBSCRIBED


async def test_a_survey_that_is_over_says_so(site: Site, visit: Open) -> None:
    """Somebody who had the page open meanwhile is told as well, and nothing is kept."""
    page = await visit(f"{site.survey}?overall=4")
    site.clock.business += timedelta(days=22)
    await press(page.get_by_role("button", name="Send answer"))
    assert await page.locator("h1").inner_text() == "This survey is closed"
    assert await (await visit(site.survey)).locator("h1").inner_text() == "This survey is closed"
    assert await site.versions() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_everybody_can_use_every_page(site: Site, visit: Open, scheme: str) -> None:
    """No page breaks a rule of WCAG 2.2 AA that a machine can see, in light or in dark."""
    found = {name: await _violations(page) async for name, page in _tour(site, visit, color_scheme=scheme)}
    assert {name: broken for name, broken in found.items() if broken} == {}
    assert list(found) == ["survey", "errors", "thanks", "again", "unsubscribe", "unsubscribed", "not found", "closed"]


async def test_no_page_scrolls_sideways(site: Site, visit: Open) -> None:
    """At 320 pixels, the width that WCAG 1.4.10 asks for, in each language."""
    customers = [await site.ask(language) for language in OTHER_LANGUAGES]
    widths = {}
    for seen in (site, *customers):
        site.clock.business = NOW
        async for name, page in _tour(seen, visit, **NARROWEST):
            widths[seen.delivery, name] = await page.evaluate("document.documentElement.scrollWidth")
    assert {where: width for where, width in widths.items() if width != 320} == {}
    assert len(widths) == 8 * 4


async def test_a_scale_of_eleven_points_fits_too(office: Office, clock: StandingClock, browser: Browser) -> None:
    """Of the relationship questionnaire: no sideways scroll at 320 pixels, no violation, one tap a mark."""
    async with served(replace(office, questionnaire=load("relationship")), clock) as site:
        page = await visiting(browser, site)(site.survey, **NARROWEST)
        assert await page.evaluate("document.documentElement.scrollWidth") == 320
        assert await _violations(page) == []
        first = site.office.questionnaire.marks[0].key
        points = page.locator(f'input[name="{first}"]')
        assert await points.count() == 11
        await points.nth(10).check()
        await press(page.locator("button"))
        (answer,) = await site.versions()
        assert answer.marks == {first: 10}


async def test_marks_are_large_enough_for_a_thumb(site: Site, visit: Open) -> None:
    """Every point is at least 44 pixels high on a phone (WCAG 2.5.5)."""
    page = await visit(site.survey, **PHONE)
    boxes = [await point.bounding_box() for point in await page.locator("label.point").all()]
    button = await page.locator("button").bounding_box()
    assert min(box["height"] for box in [*boxes, button] if box) >= 44


async def _tour(site: Site, visit: Open, **options: Any) -> AsyncIterator[tuple[str, Page]]:
    """Every page that a customer can come to."""
    page = await visit(site.survey, **options)
    send = page.locator("main form button")
    yield "survey", page
    await page.evaluate("document.forms[0].noValidate = true")
    await press(send)
    yield "errors", page
    await choose(page, MARKS)
    await page.locator("textarea").fill(
        "Lieferschein-Positionsnummer-fehlt-seit-drei-Wochen-und-niemand-antwortet " * 3
    )
    await press(send)
    yield "thanks", page
    await press(page.locator("p.again a"))
    yield "again", page
    await page.goto(site.unsubscribe)
    yield "unsubscribe", page
    await press(send)
    yield "unsubscribed", page
    await page.goto(site.nowhere)
    yield "not found", page
    site.clock.business = datetime(2027, 11, 16, tzinfo=UTC)
    await page.goto(site.survey)
    yield "closed", page


async def _violations(page: Page) -> list[str]:
    found = await Axe().run(page, options=RULES)
    assert found.response["passes"], "no rule was tried"
    return [
        f"{one['id']}: {node['html']} {node['failureSummary']}"
        for one in found.response["violations"]
        for node in one["nodes"]
    ]
