"""What a visitor is told, in plain words, when something that they did in Slack did not work."""

from collections.abc import Awaitable

from bot.demo.workspace.refusal import BadReply, NotAcknowledged, NotConnected, NothingThere, Unanswered, Unserved

NOTES: dict[str, tuple[type[Unserved], str]] = {
    "away": (NotConnected, "Afterword is not connected to Slack just now, so nothing happened. Try again in a moment."),
    "slow": (NotAcknowledged, "Afterword did not answer within three seconds. It may still do what you asked for."),
    "odd": (BadReply, "Afterword answered with something that Slack does not take, so nothing changed here."),
    "missing": (Unanswered, "Something that is needed is missing, or something is too long. What you typed is kept."),
    "gone": (NothingThere, "That is not there any more, or you cannot use it."),
}


async def tried(act: Awaitable[object]) -> str:
    """The name of the note about what went wrong, empty where nothing did."""
    try:
        await act
    except Unserved as why:
        return next(name for name, (kind, _) in NOTES.items() if isinstance(why, kind))
    return ""


def words(name: str) -> str:
    return NOTES[name][1] if name in NOTES else ""
