"""A leader decides about a digest: kept once with its reason and what the digest said, and shown on its post."""

from datetime import timedelta

from bot.demo.workspace.records import Json
from handlers.steps.digesting import current, digest_due, due_at
from surveys.review import Decision, Review
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


async def decides(site: Site, ts: str, button: str = "no_action", by: str = INES, **values: str) -> Json | None:
    """Press a button of the digest, and send the form that it opens."""
    await site.acts.press(by, LEADERS, ts, f"review.{button}")
    await site.settled()
    reply = await site.acts.submit(by, site.form(by).id, values or {"words": "All as usual."})
    await site.settled()
    return reply


async def reviews(site: Site) -> list[Review]:
    async with site.office.store.read() as work:
        return list(await work.reviews.of_digest(1))


async def test_a_review_is_evidence_with_what_was_read(harbor: Site) -> None:
    """Person, time and the hash of the digest, kept before Slack is answered; evidence names the person by id."""
    await decides(harbor, await posted(harbor))
    [kept] = await reviews(harbor)
    async with harbor.office.store.read() as work:
        digest = await work.digests.get(kept.digest_id)
        person = await work.staff.get(kept.person_id)
        [row] = await work.evidence.about("reviews", kept.id)
    assert (kept.decision, kept.words) == (Decision.NO_ACTION, "All as usual.")
    assert (kept.hash, kept.at, person.slack_user) == (digest.hash, harbor.clock.now(), INES)
    assert (row.by, row.facts["hash"]) == (f"staff:{person.id}", digest.hash)
    assert INES not in str(row)


async def test_the_post_shows_it(harbor: Site) -> None:
    """The same post, its numbers as they were, with the leader's name under it."""
    ts = await posted(harbor)
    before = said_first(harbor)
    await decides(harbor, ts)
    await harbor.deliver()
    (after,) = harbor.said(LEADERS)
    assert (after.ts, said_first(harbor)) == (ts, before)
    assert {"type": "user", "user_id": INES} in after.blocks[-1]["elements"][0]["elements"]


async def test_deciding_twice_is_one_review(harbor: Site) -> None:
    """The first word stands; the second is refused in the form."""
    ts = await posted(harbor)
    first, second = [await decides(harbor, ts, words=words) for words in ("All as usual.", "On second thoughts.")]
    assert first is None
    assert second is not None
    assert second["errors"] == {"words": "You have decided about this digest before."}
    assert [one.words for one in await reviews(harbor)] == ["All as usual."]


async def test_what_nobody_reviewed_is_named_in_the_next_digest(harbor: Site) -> None:
    """After four business days, until somebody has; a review later takes it out of the digests to come."""
    ts = await posted(harbor)
    week = Week.of(harbor.clock.now(), harbor.office.zone)
    harbor.clock.business += timedelta(days=3)
    assert "not reviewed" not in (await current(harbor.office, week, harbor.clock.now())).verdict
    harbor.clock.business += timedelta(days=4)
    assert "the digest of W47 was not reviewed" in (await current(harbor.office, week, harbor.clock.now())).verdict
    await decides(harbor, ts)
    assert "not reviewed" not in (await current(harbor.office, week, harbor.clock.now())).verdict


async def test_only_leaders_review(harbor: Site) -> None:
    """Staff who read along are told so, and nothing is kept."""
    await harbor.acts.press(MARA, LEADERS, await posted(harbor), "review.no_action")
    assert await reviews(harbor) == []
    assert harbor.whispered(MARA)[-1].text.startswith("Only a leader may do this.")
    assert harbor.said(COMPLAINTS) == []


async def test_a_press_without_a_decision_is_no_review(harbor: Site) -> None:
    """Opening the form keeps nothing, and neither does one without its reason."""
    ts = await posted(harbor)
    await harbor.acts.press(INES, LEADERS, ts, "review.no_action")
    await harbor.settled()
    refused = await harbor.acts.submit(INES, harbor.form(INES).id, {"words": "  "})
    assert refused is not None
    assert refused["errors"] == {"words": "Write why no action is needed."}
    assert await reviews(harbor) == []


async def test_whoever_is_given_something_to_do_is_told(harbor: Site) -> None:
    """By a direct message, and the post says who has it."""
    await decides(harbor, await posted(harbor), "delegate", delegate=MARA, words="Call the *carrier*.")
    await harbor.deliver()
    [kept] = await reviews(harbor)
    [told] = harbor.said(harbor.slack.workspace.direct(MARA).id)
    assert (kept.decision, kept.words) == (Decision.DELEGATE, "Call the *carrier*.")
    assert "Call the *carrier*." in str(told.blocks)
    [shown] = harbor.said(LEADERS)[0].blocks[-1]["elements"]
    assert {"type": "user", "user_id": MARA} in shown["elements"]
    assert shown["elements"][-1]["text"] == ": Call the *carrier*."
