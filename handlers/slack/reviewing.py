"""The buttons under a digest: a leader decides, with a reason. Reading or opening a form is no review."""

from handlers.slack.actions import read_plan
from handlers.slack.acts import Act
from handlers.slack.door import Door, Refused, Reply, sentence
from handlers.steps.reviewing import AlreadyReviewed, Decided, review
from handlers.words.actionforms import DUE
from handlers.words.reviewing import DELEGATE, WORDS, review_form
from surveys.grounds import CannotMove
from surveys.review import Decision, NeedsDecision


async def pressed(door: Door, act: Act, reply: Reply) -> None:
    """Open the form of this decision."""
    await door.rights.leaders_only(act.user)
    await reply.ack()
    await door.open(act, review_form(Decision(act.action.partition(".")[2]), int(act.value)))


async def decided(door: Door, act: Act, reply: Reply) -> None:
    """Kept, then acknowledged; the post shows it afterwards."""
    await door.rights.leaders_only(act.user)
    digest, _, decision = act.about.partition(":")
    plan = await read_plan(door, act) if decision == Decision.ACTION else None
    told = Decided(Decision(decision), act.given.get(WORDS, ""), act.given.get(DELEGATE, ""), plan)
    try:
        await review(door.office, int(digest), told, by=act.user, now=door.now(), tick=door.tick())
    except (AlreadyReviewed, NeedsDecision) as why:
        raise Refused(str(why)) from why
    except CannotMove as why:
        raise Refused(sentence(why), DUE) from why
    await reply.ack()
