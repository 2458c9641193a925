"""Every kind of block and element as it is shown to somebody."""

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode as Node

from tests.showroom import COMPLAINTS, INES, Scene, button, marked, plain

EVIL = "<script>alert(1)</script>"
OPTIONS = [{"text": plain("One"), "value": "1"}, {"text": plain("Two"), "value": "2"}]
CHECKS = [{"text": marked("*One*"), "value": "1"}, {"text": plain("Two"), "value": "2", "description": plain("more")}]


async def shown(scene: Scene, browser: httpx.AsyncClient, *blocks: dict) -> Node:
    """The last message of the channel, which says this."""
    scene.kept.say(COMPLAINTS, scene.kept.bot.id, "fallback", blocks)
    page = HTMLParser((await browser.get(scene.room())).text)
    return page.css("article.message")[-1]


def words(*elements: dict) -> dict:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


BLOCKS = {
    "section": ({"type": "section", "text": marked("*a* b")}, "<b>a</b> b"),
    "fields": ({"type": "section", "fields": [marked("*a*"), plain("*b*")]}, '<p class="said">*b*</p>'),
    "header": ({"type": "header", "text": plain("Hello")}, '<p class="said header">Hello</p>'),
    "divider": ({"type": "divider"}, "<hr>"),
    "image": ({"type": "image", "slack_file": {"id": "F1"}, "alt_text": "a chart"}, 'alt="a chart"'),
    "titled": ({"type": "image", "slack_file": {"id": "F1"}, "alt_text": "a", "title": plain("T")}, "<figcaption>T"),
    "elsewhere": ({"type": "image", "image_url": "https://x.example/y", "alt_text": "a ship"}, "Picture: a ship"),
    "context": ({"type": "context", "elements": [marked("_a_"), {"type": "image", "slack_file": {"id": "F1"},
                                                                "alt_text": "b"}]}, "<em>a</em>"),
    "markdown": ({"type": "markdown", "text": "# a"}, "# a"),
    "text": (words({"type": "text", "text": "*a*"}), "*a*"),
    "styles": (words({"type": "text", "text": "a", "style": {"bold": True, "italic": True, "strike": True}}),
               "<s><em><b>a</b></em></s>"),
    "code": (words({"type": "text", "text": "a", "style": {"code": True}}), "<code>a</code>"),
    "link": (words({"type": "link", "url": "https://x.example", "text": "a"}), 'href="https://x.example"'),
    "bad link": (words({"type": "link", "url": "javascript:alert(1)", "text": "a"}), '<p class="said">a</p>'),
    "user": (words({"type": "user", "user_id": INES}), "@Ines Harbor"),
    "channel": (words({"type": "channel", "channel_id": COMPLAINTS}), "#complaints"),
    "usergroup": (words({"type": "usergroup", "usergroup_id": "S1"}), "@S1"),
    "broadcast": (words({"type": "broadcast", "range": "here"}), "@here"),
    "emoji": (words({"type": "emoji", "name": "x", "unicode": "1f44d-1f3fb"}), "\U0001f44d\U0001f3fb"),
    "bad emoji": (words({"type": "emoji", "name": "own", "unicode": "zz"}), ":own:"),
    "color": (words({"type": "color", "value": "#ff0000"}), "#ff0000"),
    "date": (words({"type": "date", "timestamp": 1794830400, "format": "{date}"}), "16 Nov 2026, 12:00 UTC"),
    "quote": ({"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": [
        {"type": "text", "text": "a"}]}]}, '<blockquote class="said">a</blockquote>'),
    "preformatted": ({"type": "rich_text", "elements": [{"type": "rich_text_preformatted", "elements": [
        {"type": "text", "text": " a"}]}]}, "<pre> a</pre>"),
    "list": ({"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "ordered", "indent": 1,
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "a"}]}]}]},
        '<ol class="indent-1"><li class="said">a</li></ol>'),
}  # fmt: skip

CONTROLS = {
    "button": (button("x", "Go", style="primary"), 'button[name="pressed"].primary'),
    "danger": (button("x", "Go", style="danger"), 'button[name="pressed"].danger'),
    "link": (button("x", "Go", url="https://x.example"), 'a.btn[href="https://x.example"]'),
    "overflow": ({"type": "overflow", "options": OPTIONS}, "details.menu button.entry"),
    "static_select": ({"type": "static_select", "options": OPTIONS, "initial_option": OPTIONS[1]},
                      'select option[value="2"][selected]'),
    "groups": ({"type": "static_select", "option_groups": [{"label": plain("G"), "options": OPTIONS}]},
               'select optgroup[label="G"] option[value="1"]'),
    "multi_static_select": ({"type": "multi_static_select", "options": OPTIONS}, "select[multiple] option"),
    "users_select": ({"type": "users_select", "initial_user": INES}, f'select option[value="{INES}"][selected]'),
    "multi_users_select": ({"type": "multi_users_select", "initial_users": [INES]}, "select[multiple] [selected]"),
    "channels_select": ({"type": "channels_select"}, f'select option[value="{COMPLAINTS}"]'),
    "conversations_select": ({"type": "conversations_select"}, f'select option[value="{COMPLAINTS}"]'),
    "datepicker": ({"type": "datepicker", "initial_date": "2026-10-07"}, 'input[type="date"][value="2026-10-07"]'),
    "timepicker": ({"type": "timepicker", "initial_time": "09:30"}, 'input[type="time"][value="09:30"]'),
    "radio_buttons": ({"type": "radio_buttons", "options": CHECKS, "initial_option": CHECKS[0]},
                      'input[type="radio"][value="1"][checked]'),
    "checkboxes": ({"type": "checkboxes", "options": CHECKS, "initial_options": [CHECKS[1]]},
                   'input[type="checkbox"][value="2"][checked]'),
}  # fmt: skip


@pytest.mark.parametrize(("block", "html"), BLOCKS.values(), ids=BLOCKS)
async def test_a_block_is_shown(scene: Scene, browser: httpx.AsyncClient, block: dict, html: str) -> None:
    """As people would see it."""
    assert html in str((await shown(scene, browser, block)).html)


@pytest.mark.parametrize(("element", "found"), CONTROLS.values(), ids=CONTROLS)
async def test_a_control_is_shown(scene: Scene, browser: httpx.AsyncClient, element: dict, found: str) -> None:
    """In a form of its own, with what the app set as its first value."""
    block = {"type": "actions", "elements": [{"action_id": "x", **element}]}
    assert (await shown(scene, browser, block)).css_first(found) is not None


async def test_a_confirmation_is_asked_for_first(scene: Scene, browser: httpx.AsyncClient) -> None:
    """The button itself sends nothing; the one in its dialog does."""
    card = HTMLParser((await browser.get(scene.room())).text).css_first(f'[id="m-{scene.card.ts}"]')
    opener = next(one for one in card.css("button") if one.text() == "Decline" and one.attributes.get("type"))
    dialog = card.css_first(f'[popover][id="{opener.attributes["popovertarget"]}"]')
    assert "Nobody will be asked <b>again</b>." in str(dialog.html)
    assert [one.text() for one in dialog.css("button")] == ["Keep", "Decline"]


async def test_no_words_become_markup(scene: Scene, browser: httpx.AsyncClient) -> None:
    """Wherever an app or a customer may put words, they are escaped."""
    option = [{"text": plain(EVIL), "value": EVIL, "description": plain(EVIL)}]
    ask = {"title": plain(EVIL), "text": plain(EVIL), "confirm": plain("<b>"), "deny": plain("<b>")}
    article = await shown(
        scene, browser, {"type": "section", "text": marked(EVIL), "fields": [plain(EVIL)]},
        {"type": "header", "text": plain(EVIL)}, words({"type": "text", "text": EVIL}),
        {"type": "image", "slack_file": {"id": "F1"}, "alt_text": '"><script>'},
        {"type": "actions", "elements": [
            {"type": "button", "action_id": "'\"><script>", "value": EVIL, "text": plain(EVIL), "confirm": ask},
            {"type": "static_select", "placeholder": plain(EVIL), "options": option},
            {"type": "checkboxes", "options": option}, {"type": "overflow", "options": option}]},
    )  # fmt: skip
    assert article.css("script") == []
    assert "<script" not in str(article.html).replace("&lt;script", "").replace('="&quot;&gt;<script', "")


async def test_a_message_without_blocks_is_its_words(scene: Scene, browser: httpx.AsyncClient) -> None:
    """And one that was changed says so; a file stands below its words."""
    said = scene.kept.say(COMPLAINTS, scene.kept.bot.id, "*now* &lt;!channel&gt;", files=("F1",))
    scene.kept.edit(said)
    article = HTMLParser((await browser.get(scene.room())).text).css("article.message")[-1]
    assert "<b>now</b> &lt;!channel&gt;" in str(article.html)
    assert (article.css_first(".edited").text(), article.css_first("img").attributes["src"]) == ("(edited)", "/file/F1")


async def test_a_picture_is_served_as_one(scene: Scene, browser: httpx.AsyncClient) -> None:
    """An unknown file is not there."""
    picture = await browser.get("/file/F1")
    assert (picture.content, picture.headers["content-type"]) == (b"\x89PNG", "image/png")
    assert (await browser.get("/file/F9")).status_code == 404
