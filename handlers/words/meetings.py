"""The post of a meeting in Slack, its forms, and what it leaves as evidence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.words import dialogs
from handlers.words.blocks import Block, button, buttons, cut, escaped, paragraph, person, written
from handlers.words.cards import LONGEST_HEADER, LONGEST_NOTICE, row
from surveys.entry import Entry
from surveys.meeting import INPUTS, OURS, Input, Kind, Meeting, Presence, State

PRESENT, ABSENT, DECIDE, CLOSE, AMEND = (
    "meeting_present", "meeting_absent", "meeting_decide", "meeting_close", "meeting_amend",
)  # fmt: skip
LABELS = {
    PRESENT: "I take part",
    ABSENT: "I cannot...",
    DECIDE: "We decide...",
    CLOSE: "Close it...",
    AMEND: "Amend...",
}
WORDS, OWN, BROUGHT, NOTES = "words", "own", "brought", "notes"
MOST_LINES = 20


@dataclass(frozen=True)
class Guest:
    """Somebody who was invited or came, as a Slack user."""

    user: str
    leader: bool
    presence: Presence
    why: str = ""


@dataclass(frozen=True)
class Card:
    """One meeting with who took part, and what was amended after it was closed."""

    meeting: Meeting
    zone: ZoneInfo
    people: Sequence[Guest] = ()
    opener: str = ""
    amendments: Sequence[Entry] = ()


def card(shown: Card) -> dict[str, Any]:
    """`text` and `blocks` of the post."""
    title = _title(shown.meeting)
    return {
        "text": escaped(f"{title}: {'; '.join(shown.meeting.agenda)}", LONGEST_NOTICE),
        "blocks": [
            {"type": "header", "text": {"type": "plain_text", "text": cut(title, LONGEST_HEADER)}},
            paragraph(list(_agenda(shown))),
            paragraph(list(_people(shown))),
            *_outcome(shown),
            *_buttons(shown.meeting),
        ],
    }


def meeting_list(title: str, found: Sequence[Card]) -> list[Block]:
    """A heading, and for each meeting who took part and who was absent."""
    rows = []
    for one in found:
        head = [[written(f"{_title(one.meeting)}, {_local(one, one.meeting.opened_at)}", bold=True)]]
        amended = [[written(f"Amended {_local(one, entry.at)}: {cut(entry.words, 300)}")] for entry in one.amendments]
        rows.append(paragraph([*head, *_people(one), *amended]))
    return [paragraph([[written(title, bold=True)]]), *rows]


def absent_form(meeting: Meeting) -> dict[str, Any]:
    return _one_text(ABSENT, meeting, f"Absent from {meeting.name}", "Why can you not take part?")


def decide_form(meeting: Meeting) -> dict[str, Any]:
    return _one_text(DECIDE, meeting, f"{meeting.name} decides", "What is decided, who does it, by when?")


def amend_form(meeting: Meeting) -> dict[str, Any]:
    return _one_text(AMEND, meeting, f"Amend {meeting.name}", "What is to be added or put right?")


def close_form(meeting: Meeting) -> dict[str, Any]:
    """Nothing is ticked beforehand: somebody has to have looked."""
    ours = [(one.value, INPUTS[one]) for one in OURS]
    brought = [(one.value, INPUTS[one]) for one in Input if one not in OURS]
    ticks = [
        dialogs.several(OWN, "What have you looked at of our records?", ours),
        dialogs.several(BROUGHT, "What did somebody bring along?", brought),
    ]
    notes = dialogs.text(NOTES, "Notes", optional=True, hint="Needed where nothing was decided: why nothing is needed.")
    fields = [*(ticks if meeting.kind is Kind.REVIEW else ()), notes]
    return dialogs.form(CLOSE, f"Close {meeting.name}", "Close it", fields, str(meeting.id))


def _one_text(name: str, meeting: Meeting, title: str, label: str) -> dict[str, Any]:
    return dialogs.form(name, title, "Keep", [dialogs.text(WORDS, label, most=1000)], str(meeting.id))


def _title(meeting: Meeting) -> str:
    alone = ", without top management" if meeting.led is False else ""
    return f"{meeting.name}, {meeting.title}, {meeting.state}{alone}"


def _agenda(shown: Card) -> Iterator[Sequence[Block]]:
    yield [written("To be talked about", bold=True)]
    lines = shown.meeting.agenda
    for at, line in enumerate(lines[:MOST_LINES], 1):
        yield [written(f"{at}. {cut(line, 250)}")]
    if len(lines) > MOST_LINES:
        yield [written(f"and {len(lines) - MOST_LINES} more")]


def _people(shown: Card) -> Iterator[Sequence[Block]]:
    for one in shown.people:
        who = [person(one.user)] if one.user else [written("somebody")]
        more = f"{', leader' if one.leader else ''}{f': {cut(one.why, 200)}' if one.why else ''}"
        tail = [written(more)] if more else []
        yield [written(f"{str(one.presence).capitalize()}  ", bold=True), *who, *tail]
    if not shown.people:
        yield [written("Nobody was invited.")]


def _outcome(shown: Card) -> Iterator[Block]:
    meeting = shown.meeting
    rows = [row("Decided", written(cut(one, 500))) for one in meeting.decisions]
    if meeting.notes:
        rows.append(row("Notes", written(cut(meeting.notes, 500))))
    if meeting.state is State.CLOSED and meeting.kind is Kind.REVIEW:
        left = ", ".join(INPUTS[one].lower() for one in Input if one not in meeting.covered)
        rows.append(row("Not looked at", written(left or "nothing was left out")))
    if meeting.closed_at:
        rows.append(row("Closed", written(f"{_local(shown, meeting.closed_at)}, record {meeting.hash[:16]}")))
    rows += [row("Amended", written(f"{_local(shown, one.at)}: {cut(one.words, 300)}")) for one in shown.amendments]
    if rows:
        yield paragraph(rows)


def _buttons(meeting: Meeting) -> list[Block]:
    names = (PRESENT, ABSENT, DECIDE, CLOSE) if meeting.state is State.OPEN else (AMEND,)
    about = str(meeting.id)
    return [buttons(*(button(one, LABELS[one], about, style="primary" if one == PRESENT else "") for one in names))]


def _local(shown: Card, when: datetime) -> str:
    return f"{when.astimezone(shown.zone):%a %d %b %Y, %H:%M}"
