"""The showroom in a real browser: for everybody, on every width, with scripts and without."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, ConsoleMessage, Page, Request, async_playwright

from tests.servers import needed, until
from tests.showroom import COMPLAINTS, INES, ZOE, Scene, opened

NARROWEST = {"viewport": {"width": 320, "height": 640}}
PATIENCE = 10_000
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}

Open = Callable[..., Awaitable[Page]]


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with opened(tmp_path) as found:
        yield found


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    program = needed("chromium")
    async with async_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        started = await playwright.chromium.launch(executable_path=program, args=options)
        yield started
        await started.close()


@pytest.fixture
async def visit(scene: Scene, browser: Browser) -> AsyncIterator[Open]:
    """Opens a page; none leaves an error in the console or asks another server for anything."""
    wrong: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "a status of 404" not in message.text:
            wrong.append(message.text)

    def asked(request: Request) -> None:
        if not request.url.startswith((scene.url, "data:")):
            wrong.append(request.url)

    async def visited(where: str, **options: Any) -> Page:
        context = await browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        page = await context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda why: wrong.append(str(why)))
        page.on("request", asked)
        await page.goto(scene.url + where)
        return page

    yield visited
    assert wrong == []


def everywhere(scene: Scene) -> dict[str, str]:
    """A page of each kind; while Ines has a form open, every page of hers in Slack shows it."""
    tom = scene.room("UTOM")
    return {
        "overview": "", "mailboxes": "mail", "mailbox": f"box/{ZOE}", "letter": "mail/2", "places": "slack",
        "channel": tom, "thread": f"{tom}?thread={scene.card.ts}", "note": f"{tom}?note=away",
        "home": "slack/UTOM/home", "form": scene.room(), "nowhere": "nowhere",
    }  # fmt: skip


async def with_form(scene: Scene) -> None:
    """Ines has a form open, with an error at a field."""
    await scene.world.slack.acts.command(INES, COMPLAINTS, "/complaint")
    await until(lambda: scene.kept.modals[INES])
    view = scene.kept.modals[INES][0]
    await scene.world.slack.acts.submit(INES, view.id, {"what": "?", "kind": "late"})


async def test_everybody_can_use_every_page(scene: Scene, visit: Open) -> None:
    """No page breaks a rule of WCAG 2.2 AA that a machine can see; in the dark its colours are looked at once more."""
    await with_form(scene)
    page = await visit("", color_scheme="light", reduced_motion="reduce")
    broken = {}
    for name, where in everywhere(scene).items():
        await page.emulate_media(color_scheme="light")
        await page.goto(scene.url + where)
        broken[name] = await _violations(page, RULES)
        await page.emulate_media(color_scheme="dark")
        broken[f"{name}, dark"] = await _violations(page, COLOURS)
    assert {name: found for name, found in broken.items() if found} == {}


async def test_no_page_scrolls_sideways(scene: Scene, visit: Open) -> None:
    """At 320 pixels, the width that WCAG 1.4.10 asks for."""
    await with_form(scene)
    page = await visit("", **NARROWEST)
    widths = {}
    for name, where in everywhere(scene).items():
        await page.goto(scene.url + where)
        widths[name] = await page.evaluate("document.documentElement.scrollWidth")
        inner = (
            "[...document.querySelectorAll('.flow, .pane, .dialog .body')].filter(e => e.scrollWidth > e.clientWidth)"
        )
        assert await page.evaluate(f"{inner}.length") == 0, name
    assert {name: width for name, width in widths.items() if width != 320} == {}


async def test_a_complaint_is_logged_without_scripts(scene: Scene, visit: Open) -> None:
    """A command is typed, its form filled, its error mended, and what came of it stands in the channel."""
    page = await visit(scene.room(), java_script_enabled=False)
    await page.get_by_label("Message #complaints").fill("/complaint")
    await page.locator(".composer button").click()
    dialog = page.get_by_role("dialog", name="Log a complaint")
    await dialog.get_by_label("What happened").fill("?")
    await dialog.get_by_label("Kind").select_option("Damaged")
    await dialog.get_by_role("button", name="Log it").click()
    assert await dialog.locator(".error").inner_text() == "Say a little more."
    await dialog.get_by_label("What happened").fill("The box was wet.")
    await dialog.get_by_label("A danger").check()
    await dialog.get_by_role("button", name="Log it").click()
    await page.get_by_text("Logged: The box was wet.").wait_for()
    assert await page.get_by_role("dialog", name="Log a complaint").count() == 0


async def test_a_button_asks_before_it_does_what_it_says(scene: Scene, visit: Open) -> None:
    """Also without scripts: Keep closes the question, Decline does it."""
    page = await visit(scene.room(), java_script_enabled=False)
    card = page.locator(f"[id='m-{scene.card.ts}']")
    await card.get_by_role("button", name="Decline").click()
    await page.get_by_role("button", name="Keep").click()
    assert await page.get_by_role("button", name="Keep").is_hidden()
    await card.get_by_role("button", name="Decline").click()
    await page.get_by_role("dialog").get_by_role("button", name="Decline").click()
    await page.get_by_text("@Ines Harbor did it").wait_for()


async def test_the_page_keeps_itself_up_to_date(scene: Scene, visit: Open) -> None:
    """A message that is said and a card that is changed appear by themselves, beside what somebody is typing."""
    page = await visit(scene.room())
    words = page.get_by_label("Message #complaints")
    await words.fill("I am still wri")
    scene.kept.say(COMPLAINTS, INES, "It is *here*")
    scene.kept.edit(scene.card, blocks=[], text="Declined")
    await page.get_by_text("It is here").wait_for()
    await page.get_by_text("Declined").wait_for()
    assert await words.input_value() == "I am still wri"
    assert await words.evaluate("field => field === document.activeElement")


async def test_a_form_that_opens_elsewhere_opens_here(scene: Scene, visit: Open) -> None:
    """It takes the focus, and what lies under it cannot be reached; once it is closed, it can."""
    page = await visit(scene.room())
    await scene.world.slack.acts.command(INES, COMPLAINTS, "/complaint")
    await page.get_by_role("dialog", name="Log a complaint").wait_for()
    assert await page.locator(".shell").evaluate("shell => shell.inert")
    assert await page.evaluate("document.activeElement.id") == "form-title"
    await page.get_by_role("button", name="Cancel").click()
    await page.locator(".shell:not([inert])").wait_for()
    assert scene.kept.modals[INES] == []


async def test_enter_sends_what_was_typed(scene: Scene, visit: Open) -> None:
    """A command's answer is shown to who typed it."""
    page = await visit(scene.room())
    await page.get_by_label("Message #complaints").fill("/feedback HP-10007")
    await page.keyboard.press("Enter")
    await page.get_by_text("Only visible to you").wait_for()
    assert await page.get_by_label("Message #complaints").input_value() == ""


async def test_a_menu_stays_open_while_the_story_goes_on(scene: Scene, visit: Open) -> None:
    """And its shortcut opens a form about the message."""
    page = await visit(scene.room())
    menu = page.get_by_label("More about this message of Tom Quay")
    await menu.click()
    scene.kept.say(COMPLAINTS, INES, "meanwhile")
    await page.get_by_text("meanwhile").wait_for()
    await page.get_by_role("button", name="Log as complaint").first.click()
    await page.get_by_role("dialog", name="Log a complaint").wait_for()
    assert scene.heard[0]["message"]["text"].startswith("Morning.")


async def _violations(page: Page, rules: dict[str, Any]) -> list[str]:
    found = await Axe().run(page, options=rules)
    assert found.response["passes"], "no rule was tried"
    return [
        f"{one['id']}: {node['html']} {node['failureSummary']}"
        for one in found.response["violations"]
        for node in one["nodes"]
    ]
