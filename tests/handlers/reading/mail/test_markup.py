"""HTML mails read as HTML: what their programs wrap around quotes and signatures."""
# ruff: noqa: E501 - one mail a line, as its program writes it

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.reading import as_mail, read
from handlers.reading.mail import markup
from surveys.questionnaires import load

DELIVERY = load("post_delivery")
OWN = "Two boxes were wet.\nThe rest is fine."
SAID = "<div>Two boxes were wet.</div><div>The rest is fine.</div>"


def text(html):
    return read(as_mail(html, "html"), DELIVERY).text


PROGRAMS = {
    "gmail": (
        f'<div dir="ltr">{SAID}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, Mar 2, 2026 '
        'at 10:00 AM Harbor Parts &lt;<a href="mailto:f@h.example">f@h.example</a>&gt; wrote:<br></div><blockquote '
        'class="gmail_quote" style="margin:0 0 0 .8ex">How did we do?<br>1 2 3 4 5</blockquote></div>'
    ),
    "gmail, container": (
        f'<div dir="auto">{SAID}</div><br><div class="gmail_quote gmail_quote_container"><div class="gmail_attr">El lun, 2 '
        "mar 2026 a las 10:00, Harbor Parts escribió:<br></div><blockquote>How did we do?</blockquote></div>"
    ),
    "gmail, old": (
        f'{SAID}<div class="gmail_extra"><br><div class="gmail_quote">2026-03-02 10:00 GMT+01:00 Harbor Parts '
        '<span dir="ltr">&lt;f@h.example&gt;</span>:<br><blockquote class="gmail_quote">How did we do?</blockquote></div></div>'
    ),
    "gmail, no blockquote": f'{SAID}<div class="gmail_quote">How did we do?<br>1 2 3 4 5</div>',
    "gmail, forwarded": (
        f'{SAID}<div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>From: Harbor '
        "Parts</div><br><div>How did we do?</div></div>"
    ),
    "gmail, signature": (
        f'{SAID}<div>-- <br></div><div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature">Ana Ruiz<br>Stores'
        '</div><div class="gmail_quote"><blockquote>How?</blockquote></div>'
    ),
    "outlook": (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"><head><!--[if '
        "gte mso 9]><xml><o:shapedefaults></o:shapedefaults></xml><![endif]--><style>p.MsoNormal {margin:0}</style></head>"
        '<body lang="EN-GB"><div class="WordSection1"><p class="MsoNormal">Two boxes were wet.<o:p></o:p></p><p '
        'class="MsoNormal">The rest is fine.<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p><div><div style='
        "'border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=\"MsoNormal\"><b>Mittente:</b> "
        'Harbor Parts<br><b>Posta:</b> lunedì</p></div></div><p class="MsoNormal">How did we do?</p></div></body></html>'
    ),
    "outlook, blue rule": (
        f'{SAID}<div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0in 0in 0in"><p><b>From:</b> Harbor'
        "</p></div><p>How did we do?</p>"
    ),
    "outlook on the web": (
        f'<div id="divtagdefaultwrapper">{SAID}</div><hr tabindex="-1" style="display:inline-block; width:98%"><div '
        'id="divRplyFwdMsg" dir="ltr"><b>Od:</b> Harbor Parts<br><b>Poslano:</b> ponedeljek</div><div>How did we do?</div>'
    ),
    "outlook for phones": (
        f'<div>{SAID}</div><div id="ms-outlook-mobile-signature">Sent from Outlook for iOS</div><div id="appendonsend"></div>'
        '<hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg">From: Harbor</div><div>How did we do?</div>'
    ),
    "outlook, wrapped again": f'{SAID}<div id="x_divRplyFwdMsg"><b>From:</b> Harbor</div><div>How did we do?</div>',
    "outlook for mac": (
        f'{SAID}<div id="mail-editor-reference-message-container"><div><b>From: </b>Harbor<br></div><p>How?</p></div>'
    ),
    "outlook for mac, older": f'{SAID}<span id="OLK_SRC_BODY_SECTION"><div>From: Harbor</div><div>How?</div></span>',
    "hotmail": (
        f'<div dir="ltr">{SAID}<br><hr id="stopSpelling">Date: Mon, 2 Mar 2026 10:00:12 +0000<br>Subject: How?<br>'
        "From: f@h.example<br>To: a@b.example<br><br>How did we do?</div>"
    ),
    "windows mail": (
        f'{SAID}<div data-signatureblock="true"><div>Sent from Windows Mail</div></div><div style="padding-top: 5px; '
        'border-top-color: rgb(229, 229, 229); border-top-width: 1px; border-top-style: solid;"><div><b>From:</b>&nbsp;'
        "<a>Harbor</a><br><b>Sent:</b>&nbsp;Monday, 2 March 2026 10:00<br><b>To:</b>&nbsp;Ana</div></div><div>How?</div>"
    ),
    "yahoo": (
        f'<div class="ydp-wrap">{SAID}</div><div id="ydp-quoted" class="yahoo_quoted"><div>On Monday, 2 March 2026, Harbor '
        "wrote:</div><div>How did we do?</div></div>"
    ),
    "thunderbird": (
        '<p>Two boxes were wet.<br>The rest is fine.</p><div class="moz-cite-prefix">Op 02-03-2026 om 10:00 schreef Harbor:'
        '<br></div><blockquote type="cite" cite="mid:a@h.example">How did we do?</blockquote>'
    ),
    "thunderbird, signature": (
        f'{SAID}<div class="moz-cite-prefix">On 3/2/26 Harbor wrote:</div><blockquote>How?</blockquote><pre class='
        '"moz-signature" cols="72">-- \nAna Ruiz</pre>'
    ),
    "apple mail": (
        f'<body>{SAID}<br><div><br><blockquote type="cite"><div>On 2 Mar 2026, at 10:00, Harbor Parts wrote:</div><br>'
        "<div>How did we do?</div></blockquote></div></body>"
    ),
    "iphone": (
        f'<div dir="ltr">{SAID}</div><div dir="ltr">Von meinem iPhone gesendet</div><div dir="ltr"><br><blockquote type="cite">'
        'Am 02.03.2026 um 10:00 schrieb Harbor:<br><br></blockquote></div><blockquote type="cite"><div>How?</div></blockquote>'
    ),
    "samsung": (
        f"{SAID}<div><!-- originalMessage --><div>-------- Original message --------</div><div>From: Harbor Parts </div>"
        "<div>Date: 02/03/2026  10:00  (GMT+00:00) </div><div>To: a@b.example </div><div>How?</div></div>"
    ),
    "gmx": f'{SAID}<div name="quote" style="margin:10px"><div name="quoted-content">How did we do?</div></div>',
    "zimbra": f'<div style="font-family: arial">{SAID}<hr id="zwchr"><b>De: </b>Harbor<br>How did we do?</div>',
    "proton": (
        f'{SAID}<div class="protonmail_signature_block">Sent with Proton</div><div class="protonmail_quote">On Monday, March '
        '2nd, 2026 at 10:00, Harbor wrote:<br><blockquote class="protonmail_quote">How?</blockquote></div>'
    ),
    "zoho": f'{SAID}<div class="zmail_extra"><div>---- On Mon, 02 Mar 2026 Harbor wrote ----</div><blockquote>H</blockquote></div>',
    "yandex": f'{SAID}<div>02.03.2026, 10:00, "Harbor Parts" &lt;f@h.example&gt;:</div><blockquote><p>How?</p></blockquote>',
    "qq": (
        f'{SAID}<div style="font-size: 12px">------------------ 原始邮件 ------------------</div><div>发件人: "Harbor";</div>'
        "<div>How did we do?</div>"
    ),
    "notes": (
        f'{SAID}<br><font size="1">Harbor Parts ---03/02/2026 10:00:12 AM---How did we do?</font><br><br>From: Harbor Parts'
        "<br>To: ana@b.example<br>Date: 03/02/2026 10:00 AM<br>Subject: How?<hr><br>How did we do?"
    ),
    "marks in the text": f"{SAID}<div>On 2 March 2026, Harbor wrote:</div><div>&gt; How did we do?<br>&gt; 1 2 3 4 5</div>",
}


@pytest.mark.parametrize("html", PROGRAMS.values(), ids=PROGRAMS.keys())
def test_each_program_marks_the_answered_mail_in_its_own_way(html):
    """The words above it are the customer's."""
    # ruff: noqa: E501 - one mail a line, as its program writes it
    assert [line for line in text(html).split("\n") if line] == OWN.split("\n")


def test_answers_between_the_pieces_of_a_quote_are_kept():
    """Gmail and Apple split the blockquote; Outlook leaves the questions in the open."""
    first, second = (question.text["en"] for question in DELIVERY.questions[:2])
    split = (
        f'<div class="gmail_quote"><div class="gmail_attr">On Monday Harbor wrote:</div><blockquote>{first}</blockquote>'
        f"<div>4</div><blockquote>{second}</blockquote><div>2</div></div>"
    )
    open_ = f'<div>See below.</div><div id="divRplyFwdMsg">From: Harbor</div><p>1. {first}</p><p>4</p><p>2. {second}</p><p>2</p>'
    assert text(split).split() == ["4", "2"]
    assert text(open_).split() == ["See", "below.", "4", "2"]


def test_what_is_written_into_the_signature_is_read_when_nothing_else_is_said():
    """Some phones put the cursor there."""
    assert text('<div id="Signature"><div>All fine.</div></div><div id="appendonsend"></div><p>How?</p>') == "All fine."


def test_hidden_things_say_nothing():
    """Preheaders and tracking texts."""
    html = '<div style="display: none; max-height:0">preheader</div><p hidden>x</p><title>t</title><p>4</p>'
    assert text(html) == "4"


def test_lines_of_a_pre_are_lines():
    """Plain text in HTML clothes."""
    assert text("<pre>one\ntwo\n\n&gt; quoted\n</pre>") == "one\ntwo"


def test_a_quote_alone_is_noted():
    """Nothing was added."""
    found = read(as_mail("<blockquote>1 2 3 4 5</blockquote>", "html"), DELIVERY)
    assert (found.text, found.answers, found.notes) == ("", {}, ("nothing but a quote found",))


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 50_000,
        "<blockquote>" * 20_000 + "x",
        "<div class='gmail_quote'>" * 10_000 + "x",
        '<p style="border-top:' + "solid " * 30_000 + '">x</p>',
        "<div style='display:none'>" * 8_000,
        "<pre>\n" * 20_000,
        "&gt; x<br>" * 20_000,
        "<b class=" + "a " * 100_000 + ">x",
    ],
    ids=["depth", "quotes", "frames", "style", "hidden", "pre", "marks", "attribute"],
)
def test_hostile_html_is_read_to_its_end(html):
    """The work grows with the size, not faster."""
    assert read(as_mail(html, "html"), DELIVERY).text is not None


@given(st.text(alphabet="<>/divblockquote =\"'&;:-a1\n", max_size=300))
def test_any_html_gives_lines(html):
    """It never raises, and what it gives has no long gaps."""
    assert "\n\n\n" not in markup.words(html)
