"""Harbor Parts in Slack: who works there, the customers who are there too, and the channels they read."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from bot.demo.people import Person
from bot.demo.workspace.api import Credentials
from bot.demo.workspace.standin import StandIn
from bot.demo.workspace.workspace import Workspace
from handlers.slack.manifest import scopes

LEADERS_CHANNEL, COMPLAINTS_CHANNEL, ENQUIRIES_CHANNEL = "C0LEADERS", "C0COMPLAINTS", "C0ENQUIRIES"

DIRECTOR, QUALITY = "U0INES", "U0TOM"
MARA, BEN = "U0MARA", "U0BEN"
LEADERS = {DIRECTOR: "Ines Harbor", QUALITY: "Tom Quay"}
CLERKS = {MARA: "Mara Lind", BEN: "Ben Osei"}

CARE_GROUP = "S0CARE"
"""The user group of those who look after complaints."""

BUYERS = "T0BUYERS"
"""The workspace of the customers: they share a connection with ours, and are no members of it."""


def workspace(now: Callable[[], datetime], customers: Sequence[Person] = ()) -> StandIn:
    """The workspace before the story begins; the app may do just what its manifest asks for."""
    found = Workspace(now)
    for id_, name in (LEADERS | CLERKS).items():
        found.add_user(name.split()[0].lower(), name, id=id_)
    for person in customers:
        if person.slack_user:
            found.add_user(person.email.partition("@")[0], person.name, id=person.slack_user, team=BUYERS)
    found.add_group(CLERKS, CARE_GROUP)
    found.add_channel("leaders", {*LEADERS, found.bot.id}, id=LEADERS_CHANNEL)
    found.add_channel("complaints", {*CLERKS, *LEADERS, found.bot.id}, id=COMPLAINTS_CHANNEL)
    found.add_channel("enquiries", {*CLERKS, *LEADERS, found.bot.id}, id=ENQUIRIES_CHANNEL)
    return StandIn(found, lambda: datetime.now(UTC), Credentials(scopes=frozenset(scopes())))


def posted(slack: StandIn) -> list[str]:
    """Our id on each post of the app, in every channel and direct message."""
    ours = [one for said in slack.workspace.messages.values() for one in said if one.user == slack.workspace.bot.id]
    return [str(one.metadata["event_payload"]["id"]) for one in ours if one.metadata]
