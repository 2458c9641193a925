"""Files that the staff give to a case: kept with it, and shown in its thread."""

import json
from pathlib import Path

import pytest

from bot.slack.fetching import fetcher
from handlers.slack.uploads import LARGEST, NotFetched
from surveys.attachment import Attachment
from surveys.complaint import State
from tests.handlers.slack.casework import complained, does, thread
from tests.handlers.slack.stage import COMPLAINTS, MARA, STRANGER, Site, press

BOX = (Path(__file__).parents[3] / "bot" / "demo" / "box.jpg").read_bytes()
EVIL = "https://files.evil.example/box.jpg"


async def files_of(site: Site) -> list[Attachment]:
    async with site.office.store.read() as work:
        return list(await work.attachments.of_complaint(1))


async def test_a_file_is_kept_with_the_case_and_shown_in_its_thread(harbor: Site) -> None:
    """A picture as a picture, all else by its name; the same file given twice is there once."""
    card = await complained(harbor)
    picture = harbor.acts.file(MARA, "box.jpg", BOX, "image/jpeg")
    report = harbor.acts.file(MARA, "report.pdf", b"%PDF-1.7", "application/pdf")
    await does(harbor, card, "file", files=[picture, report])  # type: ignore[arg-type]
    await does(harbor, card, "file", files=[picture])  # type: ignore[arg-type]
    kept = {one.name: (one.type, one.size, one.kept) for one in await files_of(harbor)}
    assert kept == {
        "box.jpg": ("image/jpeg", len(BOX), True),
        "report.pdf": ("application/pdf", 8, False),
    }
    said = thread(harbor, card)
    assert [one for one in said if one.startswith("File: box.jpg (picture")]
    assert [one for one in said if one.startswith("File: report.pdf (1 kB), by ")]
    assert len(said) == 2
    shown = [one for one in harbor.said(COMPLAINTS) if "box.jpg" in one.text and one.thread_ts]
    assert [block["type"] for block in shown[0].blocks].count("image") == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"url_private_download": EVIL}, "an address that is not Slack's"),
        ({"url_private_download": "{base}/files/F0NONE/download/box.jpg"}, "Slack did not hand out the file"),
    ],
)
async def test_a_file_that_cannot_be_had_is_refused_at_its_field(harbor: Site, change: dict, says: str) -> None:
    """All of them or none: nothing is kept then."""
    card = await complained(harbor)
    good = harbor.acts.file(MARA, "box.jpg", BOX, "image/jpeg")
    base = good["url_private_download"].partition("/files/")[0]
    bad = {**good, **{key: value.replace("{base}", base) for key, value in change.items()}}
    await does(harbor, card, "file", files=[good, bad])  # type: ignore[arg-type]
    assert says in harbor.form(MARA).errors["files"]
    assert await files_of(harbor) == []


async def test_a_file_that_is_too_large_is_refused(harbor: Site) -> None:
    """The most is said in words."""
    card = await complained(harbor)
    large = harbor.acts.file(MARA, "film.mp4", bytes(LARGEST + 1), "video/mp4")
    await does(harbor, card, "file", files=[large])  # type: ignore[arg-type]
    assert "larger than 5 MB" in harbor.form(MARA).errors["files"]


async def test_the_token_goes_to_slack_alone(harbor: Site) -> None:
    """Also where a redirect would lead elsewhere: none is followed."""
    fetch = fetcher(harbor.slack.base_url, "xoxb-other")
    with pytest.raises(NotFetched, match="not Slack's"):
        await fetch(EVIL)
    kept = harbor.acts.file(MARA, "box.jpg", BOX, "image/jpeg")
    with pytest.raises(NotFetched, match="did not hand out"):
        await fetch(kept["url_private_download"])


async def test_nobody_but_the_staff_gives_files_and_not_to_a_case_that_is_over(harbor: Site) -> None:
    """The button is gone from the card then."""
    card = await complained(harbor)
    await press(harbor, card, "file", STRANGER)
    assert "staff" in harbor.whispered(STRANGER)[-1].text
    await does(harbor, card, "close", ending="solved", words="Sent a new one")
    async with harbor.office.store.read() as work:
        assert (await work.complaints.get(1)).state is State.CLOSED
    shown = harbor.slack.workspace.message(card.channel, card.ts)
    assert shown is not None
    assert '"action_id": "file"' not in json.dumps(list(shown.blocks))


async def test_a_file_that_comes_in_pieces_is_had_whole(harbor: Site) -> None:
    """A picture of some megabytes is never cut."""
    whole = BOX + bytes(range(256)) * 16_000
    kept = harbor.acts.file(MARA, "box.jpg", whole, "image/jpeg")
    assert await harbor.door.fetch(kept["url_private_download"]) == whole
