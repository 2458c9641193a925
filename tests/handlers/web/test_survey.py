"""The survey page: looking at it records no answer, sending its form records exactly one."""

import asyncio
import re
from datetime import datetime, timedelta

import pytest
from httpx import AsyncClient

from handlers.office import Office
from surveys.answer import Door
from surveys.invitation import Invitation, State
from surveys.token import Purpose
from tests.handlers import stage
from tests.handlers.stage import DAY, again, asked, complaints, given, gives, stopped, versions
from tests.handlers.web.visit import browser, open_page, page, send


async def observations(office: Office) -> int:
    async with office.store.read() as work:
        return await work.observations.total()


async def test_looking_records_no_answer(client: AsyncClient, office: Office, of: Invitation) -> None:
    """GET and HEAD, with and without a mark in the link, as often as a scanner likes."""
    for _ in range(3):
        for link in (page(office, of), f"{page(office, of)}?overall=1"):
            assert (await client.get(link)).status_code == 200
            head = await client.head(link)
            assert (head.status_code, head.content) == (200, b"")
    assert await versions(office, of) == []
    assert await again(office, of) == of
    assert await stopped(office) is None
    assert await complaints(office, of) == []
    assert await observations(office) == 12
    assert await stage.sound(office)


async def test_observations_end_at_twenty(client: AsyncClient, office: Office, of: Invitation) -> None:
    """The page is shown all the same."""
    for _ in range(25):
        assert (await client.get(page(office, of))).status_code == 200
    assert await observations(office) == 20


async def test_a_mark_in_the_link_is_chosen_and_not_kept(client: AsyncClient, office: Office, of: Invitation) -> None:
    """The form shows it, and the person still has to send it."""
    response = await client.get(f"{page(office, of)}?overall=2")
    assert re.findall(r'<input[^>]* value="(\w+)"[^>]* checked', response.text) == ["2"]
    assert await versions(office, of) == []


async def test_an_odd_link_shows_the_page(client: AsyncClient, office: Office, of: Invitation) -> None:
    """A link that was cut or changed on its way is no dead end."""
    for link in ("overall=7", "overall=%00", "overall=x", "nonsense=1", "overall=N", "accuracy=N"):
        assert (await client.get(f"{page(office, of)}?{link}")).status_code == 200, link


async def test_a_form_is_kept(client: AsyncClient, office: Office, of: Invitation, now: datetime) -> None:
    """Marks, "not applicable" and words; the page thanks and shows what was kept."""
    nonce = await open_page(client, office, of)
    response = await send(client, office, of, nonce, overall="4", accuracy="N", comment=" It was wet. ")
    assert response.status_code == 200
    assert "It was wet." in response.text
    [kept] = await versions(office, of)
    assert (kept.door, kept.marks, kept.comment) == (Door.PAGE, {"overall": 4, "accuracy": None}, "It was wet.")
    assert (kept.received_at, kept.verified) == (now, True)
    assert (await again(office, of)).state is State.ANSWERED
    assert await stage.sound(office)


async def test_the_same_form_twice_is_one_answer(client: AsyncClient, office: Office, of: Invitation) -> None:
    """Somebody pressed the button twice, or went back and sent it again: both times it thanks."""
    nonce = await open_page(client, office, of)
    replies = [await send(client, office, of, nonce, overall="4") for _ in range(2)]
    assert [reply.status_code for reply in replies] == [200, 200]
    assert replies[0].text == replies[1].text
    assert len(await versions(office, of)) == 1


async def test_twenty_forms_at_once_are_one_answer(client: AsyncClient, office: Office, of: Invitation) -> None:
    """Every one of them is thanked for."""
    nonce = await open_page(client, office, of)
    replies = await asyncio.gather(*(send(client, office, of, nonce, overall="1") for _ in range(20)))
    assert {reply.status_code for reply in replies} == {200}
    assert len(await versions(office, of)) == len(await complaints(office, of)) == 1


async def test_twenty_forms_at_once_over_replicas_are_one_answer(
    replica_office: Office, now: datetime, tick: datetime
) -> None:
    """The same over PostgreSQL, where no single writer puts them in order."""
    of = await asked(replica_office, now, tick)
    async with browser(replica_office, now) as client:
        nonce = await open_page(client, replica_office, of)
        replies = await asyncio.gather(*(send(client, replica_office, of, nonce, overall="1") for _ in range(20)))
    assert {reply.status_code for reply in replies} == {200}
    assert len(await versions(replica_office, of)) == len(await complaints(replica_office, of)) == 1
    assert await stage.sound(replica_office)


async def test_a_change_is_a_new_version(client: AsyncClient, office: Office, of: Invitation) -> None:
    """The page shows what stands, and what it gives anew replaces that; the audit has both."""
    await send(client, office, of, await open_page(client, office, of), overall="2", comment="wet")
    second = await client.get(page(office, of))
    assert "wet" in second.text
    nonce = await open_page(client, office, of)
    assert (await send(client, office, of, nonce, overall="5")).status_code == 200
    assert [(one.version, one.marks, one.comment) for one in await versions(office, of)] == [
        (1, {"overall": 2}, "wet"), (2, {"overall": 5}, "wet"),
    ]  # fmt: skip


async def test_a_page_opened_before_another_answer_may_still_be_sent(
    client: AsyncClient, office: Office, of: Invitation, now: datetime
) -> None:
    """Somebody answered by mail while the page was open: the later one wins."""
    nonce = await open_page(client, office, of)
    await gives(office, of, given({"overall": 2}, "mail:1", door=Door.MAIL), now)
    assert (await send(client, office, of, nonce, overall="5")).status_code == 200
    assert [one.door for one in await versions(office, of)] == [Door.MAIL, Door.PAGE]


@pytest.mark.parametrize("nonce", ["", "x", "a" * 27, "é" * 27, "x" * 10_000])
async def test_a_form_that_is_not_ours_is_asked_again(
    client: AsyncClient, office: Office, of: Invitation, nonce: str
) -> None:
    """Its nonce is not one that a page of this survey carries; the page comes back as it was filled in."""
    response = await send(client, office, of, nonce, overall="4", comment="my words")
    assert response.status_code == 400
    assert "my words" in response.text
    assert await versions(office, of) == []


async def test_a_nonce_of_another_survey_or_of_the_future_is_not_ours(
    client: AsyncClient, office: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """Nor is another token that the customer holds."""
    other = await asked(office, now, tick, 2)
    wrong = [
        await open_page(client, office, other),
        office.keyring.mint(Purpose.NONCE, f"{of.delivery_id}:1"),
        office.keyring.mint(Purpose.PAGE, of.delivery_id),
    ]
    for nonce in wrong:
        assert (await send(client, office, of, nonce, overall="4")).status_code == 400
    assert await versions(office, of) == []


async def test_a_mark_that_cannot_be_is_asked_again(client: AsyncClient, office: Office, of: Invitation) -> None:
    """Never cut to the scale; beside it what was right is still filled in."""
    nonce = await open_page(client, office, of)
    for mark in ("0", "6", "10", "-1", "4.5", "five", "٤", "½", "4 4", "N", "1e0", "9" * 5000):
        response = await send(client, office, of, nonce, overall=mark, accuracy="3", comment="my words")
        assert (response.status_code, "my words" in response.text) == (400, True), mark
    assert await versions(office, of) == []


async def test_an_empty_form_is_asked_again(client: AsyncClient, office: Office, of: Invitation) -> None:
    """Nothing was said; blanks are nothing."""
    nonce = await open_page(client, office, of)
    assert (await send(client, office, of, nonce)).status_code == 400
    assert (await send(client, office, of, nonce, overall=" ", comment=" \n ")).status_code == 400
    assert await versions(office, of) == []


@pytest.mark.parametrize(
    "comment",
    [
        '<script>alert(1)</script><img src=x onerror="alert(1)">',
        "</textarea></script><svg/onload=alert(1)>",
        "{{7*7}} {% raw %} ${7*7} {0.__class__}",
        "'\"><a href=javascript:alert(1)>",
    ],
)
async def test_hostile_words_are_shown_as_words(
    client: AsyncClient, office: Office, of: Invitation, comment: str
) -> None:
    """On the page that thanks, on the form that is filled in again, and on the one that asks again."""
    nonce = await open_page(client, office, of)
    asked_again = await send(client, office, of, "x", overall="4", comment=comment)
    thanks = await send(client, office, of, nonce, overall="4", comment=comment)
    form = await client.get(page(office, of))
    for response in (asked_again, thanks, form):
        shown = response.text
        assert [one for one in ("<script>alert", "<img src=x", "<svg", "<a href=javascript") if one in shown] == []
        assert "49" not in shown.replace(office.keyring.mint(Purpose.PAGE, of.delivery_id), "")
    assert [one.comment for one in await versions(office, of)] == [comment]


async def test_words_are_cut_at_four_thousand_letters(client: AsyncClient, office: Office, of: Invitation) -> None:
    """And lose what no store keeps."""
    nonce = await open_page(client, office, of)
    await send(client, office, of, nonce, overall="4", comment="a\0" + "😀" * 5000)
    [kept] = await versions(office, of)
    assert kept.comment == "a" + "😀" * 3998


async def test_unknown_links_all_look_the_same(client: AsyncClient, office: Office, of: Invitation) -> None:
    """Nobody learns from the reply how near a guess was."""
    token = page(office, of)[3:]
    wrong = [
        "x" * 27,
        token[:-1],
        token + "a",
        token[:-1] + ("a" if token[-1] != "a" else "b"),
        "b" + token[1:],
        office.keyring.mint(Purpose.REPLY, of.delivery_id),
        office.keyring.mint(Purpose.PAGE, of.delivery_id + 1),
        "%C3%A9" * 27,
        "1",
    ]
    replies = [await client.get(f"/s/{one}") for one in wrong] + [await client.post(f"/s/{one}") for one in wrong]
    assert {(reply.status_code, reply.text) for reply in replies} == {(404, replies[0].text)}
    assert await observations(office) == 0


async def test_a_link_in_capitals_is_accepted(client: AsyncClient, office: Office, of: Invitation) -> None:
    """Some programs change the case of what they carry."""
    link = f"/s/{page(office, of)[3:].upper()}"
    assert (await client.get(link)).status_code == 200
    nonce = (await open_page(client, office, of)).upper()
    assert (await client.post(link, data={"nonce": nonce, "overall": "4"})).status_code == 200
    assert len(await versions(office, of)) == 1


async def test_the_same_form_in_another_case_is_one_answer(client: AsyncClient, office: Office, of: Invitation) -> None:
    """A nonce is a token, in which no case matters."""
    nonce = await open_page(client, office, of)
    for one in (nonce, nonce.upper()):
        assert (await send(client, office, of, one, overall="4")).status_code == 200
    assert len(await versions(office, of)) == 1


async def test_a_survey_that_is_over_says_so(office: Office, of: Invitation) -> None:
    """From its last instant on, to whoever looks and whoever sends; before that it takes answers."""
    async with browser(office, of.expires_at - timedelta(microseconds=1)) as client:
        nonce = await open_page(client, office, of)
        assert (await send(client, office, of, nonce, overall="4")).status_code == 200
    async with browser(office, of.expires_at) as client:
        assert (await client.get(page(office, of))).status_code == 410
        assert (await send(client, office, of, nonce, overall="1")).status_code == 410
    assert [one.marks for one in await versions(office, of)] == [{"overall": 4}]


async def test_a_customer_sees_their_own_language(office: Office, now: datetime, tick: datetime) -> None:
    """On the form, on what asks again, on the thanks, and when it is over."""
    of = await asked(office, now, tick, language="de")
    async with browser(office, now) as client:
        form = await client.get(page(office, of))
        nonce = await open_page(client, office, of)
        asked_again = await send(client, office, of, nonce)
        thanks = await send(client, office, of, nonce, overall="4")
    async with browser(office, now + 30 * DAY) as client:
        over = await client.get(page(office, of))
    for response in (form, asked_again, thanks, over):
        assert '<html lang="de"' in response.text
    assert "Bitte wählen Sie mindestens eine Bewertung" in asked_again.text


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", None),
        (b"overall=4", "text/plain"),
        (b"overall=4", "multipart/form-data"),
        (b"--b\r\nContent-Disposition: form-data\r\n\r\n4", "multipart/form-data; boundary=b"),
        (b'--b\r\nContent-Disposition: form-data; name="comment"; filename="x"\r\n\r\n4\r\n--b--\r\n',
         "multipart/form-data; boundary=b"),
        (b"overall=%ff%fe&comment=%00", "application/x-www-form-urlencoded"),
        (b"overall=4&" * 41, "application/x-www-form-urlencoded"),
        (b"a=1&" * 60_000, "application/x-www-form-urlencoded"),
        (b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' * 3_000, "multipart/form-data; boundary=b"),
    ],
    ids=["nothing", "text", "no boundary", "no name", "a file", "no letters", "41 fields", "60000 fields", "parts"],
)  # fmt: skip
async def test_a_form_that_is_none_is_refused(
    client: AsyncClient, office: Office, of: Invitation, content: bytes, kind: str | None
) -> None:
    """With one reply, and without keeping anything."""
    headers = {"Content-Type": kind} if kind else {}
    response = await client.post(page(office, of), content=content, headers=headers)
    assert response.status_code == 400
    assert await versions(office, of) == []
