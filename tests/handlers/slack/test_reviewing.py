"""A leader says that they reviewed a digest: kept once with what it said, and shown on its post."""

from datetime import timedelta

from handlers.steps.digesting import current, digest_due, due_at
from storage.work import Review
from surveys.workdays import Week
from tests.handlers.slack.stage import COMPLAINTS, INES, LEADERS, MARA, Site
from tests.handlers.stage import asked


async def posted(site: Site) -> str:
    """A digest in the leaders' channel, read by Mara too; returns the post's ts."""
    await asked(site.office, site.clock.now(), site.clock.tick())
    site.clock.business = due_at(site.office, Week.of(site.clock.now(), site.office.zone))
    await digest_due(site.office, site.clock.now(), site.clock.tick())
    await site.deliver()
    await site.acts.join(MARA, LEADERS)
    return site.said(LEADERS)[0].ts


def said_first(site: Site) -> list[dict]:
    """The words and the picture of the post; Slack names blocks anew with every change."""
    return [{**block, "block_id": ""} for block in site.said(LEADERS)[0].blocks[:2]]


async def reviews(site: Site) -> list[Review]:
    async with site.office.store.read() as work:
        return list(await work.reviews.of_digest(1))


async def test_a_review_is_evidence_with_what_was_read(harbor: Site) -> None:
    """Person, time and the hash of the digest, kept before Slack is answered; evidence names the person by id."""
    await harbor.acts.press(INES, LEADERS, await posted(harbor), "review")
    [kept] = await reviews(harbor)
    async with harbor.office.store.read() as work:
        digest = await work.digests.get(kept.digest_id)
        person = await work.staff.get(kept.person_id)
        [row] = await work.evidence.about("reviews", kept.id)
    assert (kept.hash, kept.at, person.slack_user) == (digest.hash, harbor.clock.now(), INES)
    assert (row.by, row.facts["hash"]) == (f"staff:{person.id}", digest.hash)
    assert INES not in str(row)


async def test_the_post_shows_it(harbor: Site) -> None:
    """The same post, its numbers as they were, with the leader's name under it."""
    ts = await posted(harbor)
    before = said_first(harbor)
    await harbor.acts.press(INES, LEADERS, ts, "review")
    await harbor.deliver()
    (after,) = harbor.said(LEADERS)
    assert (after.ts, said_first(harbor)) == (ts, before)
    assert {"type": "user", "user_id": INES} in after.blocks[-1]["elements"][0]["elements"]


async def test_pressing_twice_is_one_review(harbor: Site) -> None:
    """The second time is answered in words to the one who pressed."""
    ts = await posted(harbor)
    for _ in range(2):
        await harbor.acts.press(INES, LEADERS, ts, "review")
    assert len(await reviews(harbor)) == 1
    assert harbor.whispered(INES)[-1].text == "You have reviewed this digest before."


async def test_what_nobody_reviewed_is_named_in_the_next_digest(harbor: Site) -> None:
    """After four business days, until somebody has; a review later takes it out of the digests to come."""
    ts = await posted(harbor)
    week = Week.of(harbor.clock.now(), harbor.office.zone)
    harbor.clock.business += timedelta(days=3)
    assert "not reviewed" not in (await current(harbor.office, week, harbor.clock.now())).verdict
    harbor.clock.business += timedelta(days=4)
    assert "the digest of W47 was not reviewed" in (await current(harbor.office, week, harbor.clock.now())).verdict
    await harbor.acts.press(INES, LEADERS, ts, "review")
    assert "not reviewed" not in (await current(harbor.office, week, harbor.clock.now())).verdict


async def test_only_leaders_review(harbor: Site) -> None:
    """Staff who read along are told so, and nothing is kept."""
    await harbor.acts.press(MARA, LEADERS, await posted(harbor), "review")
    assert await reviews(harbor) == []
    assert harbor.whispered(MARA)[-1].text.startswith("Only a leader may do this.")
    assert harbor.said(COMPLAINTS) == []
