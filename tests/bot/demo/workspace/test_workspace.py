"""What the workspace keeps, counted so that the same story gives the same workspace."""

from datetime import timedelta

from bot.demo.workspace.workspace import Workspace


def test_timestamps_grow_with_business_time(times) -> None:
    """While time stands the microseconds count; when it goes on the seconds follow."""
    workspace = Workspace(times.now)
    first, second = workspace.next_ts(), workspace.next_ts()
    times.business += timedelta(days=7)
    third = workspace.next_ts()
    assert (first, second) == ("1794830400.000000", "1794830400.000001")
    assert third == "1795435200.000000"


def test_every_change_is_told(times) -> None:
    """A world that waits hears what kind of thing changed."""
    told: list[str] = []
    workspace = Workspace(times.now, hook=told.append)
    channel = workspace.add_channel("complaints").id
    message = workspace.say(channel, workspace.bot.id, "one")
    workspace.edit(message, text="two")
    workspace.whisper(channel, workspace.bot.id, "psst")
    view = workspace.view({"type": "home", "blocks": []}, workspace.bot.id)
    workspace.publish(view)
    workspace.show([view], workspace.bot.id)
    assert told == ["channel", "message", "message", "ephemeral", "home", "view"]


def test_an_edit_keeps_the_place_and_the_ts(times) -> None:
    """What was said first stays first, under the name it had."""
    workspace = Workspace(times.now)
    channel = workspace.add_channel("complaints").id
    first, second = (workspace.say(channel, workspace.bot.id, words) for words in ("one", "two"))
    workspace.edit(first, text="uno")
    assert [(one.ts, one.text) for one in workspace.messages[channel]] == [(first.ts, "uno"), (second.ts, "two")]
    assert workspace.message(channel, first.ts).edited > second.ts
