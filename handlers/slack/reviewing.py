"""The button under a digest: a leader says that they reviewed it."""

from handlers.slack.acts import Act
from handlers.slack.door import Door, Refused, Reply
from handlers.steps.reviewing import AlreadyReviewed, review


async def pressed(door: Door, act: Act, reply: Reply) -> None:
    """Kept, then acknowledged; the post shows it afterwards."""
    await door.rights.leaders_only(act.user)
    try:
        await review(door.office, int(act.value), act.user, door.now(), door.tick())
    except AlreadyReviewed as why:
        raise Refused(str(why)) from why
    await reply.ack()
