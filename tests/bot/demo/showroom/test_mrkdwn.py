"""Slack's markup as HTML: what is shown is what Slack shows, and no word becomes markup of the page."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from bot.demo.showroom.mrkdwn import mrkdwn, plain
from bot.demo.showroom.names import Names
from bot.demo.workspace.workspace import Workspace

TAGS = {"b", "em", "s", "code", "pre", "a", "br", "blockquote", "span"}


@pytest.fixture
def names(now) -> Names:
    return _names(now)


def _names(now) -> Names:
    workspace = Workspace(lambda: now)
    workspace.add_user("ann", "Ann <b>", id="U1")
    workspace.add_channel("lounge", id="C1")
    workspace.add_group(["U1"], "S1")
    return Names(workspace)


SHOWN = {
    "*bold* and _slanted_ and ~gone~": "<b>bold</b> and <em>slanted</em> and <s>gone</s>",
    "*_both_*": "<b><em>both</em></b>",
    "2 * 3 * 4, snake_case_name, a~b~c": "2 * 3 * 4, snake_case_name, a~b~c",
    "`*as it is*`": "<code>*as it is*</code>",
    "```\none\n*two*\n```": "<pre>one\n*two*</pre>",
    "one\ntwo": "one<br>two",
    "&gt; said\n> again\nand then": "<blockquote>said<br>again</blockquote>and then",
    "<https://x.example/a_b|*in*>": '<a href="https://x.example/a_b" target="_blank" rel="noreferrer">*in*</a>',
    "<https://x.example?a=1&amp;b=2>": '<a href="https://x.example?a=1&amp;b=2" target="_blank" rel="noreferrer">'
    "https://x.example?a=1&amp;b=2</a>",
    "*<mailto:a@b.example|write>*": '<b><a href="mailto:a@b.example" target="_blank" rel="noreferrer">write</a></b>',
    "<javascript:alert(1)|press>": "press",
    "<@U1>": '<span class="mention">@Ann &lt;b&gt;</span>',
    "<@U9>": '<span class="mention">@U9</span>',
    "<#C1> <#C9|other>": '<span class="mention">#lounge</span> <span class="mention">#other</span>',
    "<!channel> <!here>": '<span class="mention">@channel</span> <span class="mention">@here</span>',
    "<!subteam^S1>": '<span class="mention">@Ann &lt;b&gt;</span>',
    "<!date^1794830400^{date}|16 Nov &lt;b&gt;>": "16 Nov &lt;b&gt;",
    "&lt;!channel&gt; &lt;script&gt;": "&lt;!channel&gt; &lt;script&gt;",
    "<script>alert(1)</script>": "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;": "&amp;lt;",
    ":tada: :no_such:": "🎉 :no_such:",
}


@pytest.mark.parametrize(("text", "html"), SHOWN.items())
def test_markup_is_shown(names: Names, text: str, html: str) -> None:
    """Each piece of Slack's markup, and what only looks like one."""
    assert str(mrkdwn(text, names)) == html


def test_plain_text_has_no_markup() -> None:
    """But for emoji and lines."""
    assert str(plain("*a* <b> :tada:\n<!channel>")) == "*a* &lt;b&gt; 🎉<br>&lt;!channel&gt;"


@given(st.text(alphabet="*_~`<>@#!|&;:/ \nabgtlmp\"'=") | st.text())
def test_no_text_becomes_markup_of_the_page(text: str) -> None:
    """Whatever is said, only our own tags come out, and a link leads where a browser may go."""
    tree = HTMLParser(f"<main>{mrkdwn(text, _names(datetime(2026, 1, 1, tzinfo=UTC)))}</main>").css_first("main")
    found = [one for one in tree.traverse() if one.tag not in ("main", "-text")]
    assert {one.tag for one in found} <= TAGS
    assert {name for one in found for name in one.attributes} <= {"href", "target", "rel", "class"}
    assert all(str(one.attributes["href"]).startswith(("http", "mailto:", "tel:")) for one in found if one.tag == "a")
