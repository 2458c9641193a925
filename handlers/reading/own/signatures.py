"""The writer's signature: by its mark "-- " (RFC 3676, 4.3), or by evidence where it has none.

Evidence is a given name on a line of its own, a closing above a name, or a name above a telephone number or an
address.
"""

from collections.abc import Sequence

from handlers.reading.own.cards import SENTENCE_ENDS, could_belong, is_card, is_contact
from handlers.reading.own.languages import BLANK
from handlers.reading.own.names import ROLE, begins_closing, closes, is_name, is_set_as_name, signs
from handlers.reading.own.rulers import is_picture, is_ruler

MARKS = frozenset({"--", "—", "– –", "-- --", "- --"})
MOST_LINES = 18
_LONGEST = 160


def without_mark(lines: list[str], above: bool) -> list[str]:
    """Cut at the signature mark. `above`: words stand above these lines."""
    for number, line in enumerate(lines):
        if line[:1] in "-—– \xa0" and line.strip(BLANK) in MARKS:
            if above or any(one.strip(BLANK) for one in lines[:number]):
                return lines[:number]
            return lines
    return lines


def without_name(lines: list[str], thread: bool) -> list[str]:
    """Cut where a signature without a mark begins, if something remains above it; in a thread only a card."""
    start, contacts = _start(lines)
    cut = (contacts or not thread) and any(_is_text(line) for line in lines[:start])
    return lines[:start] if cut else lines


def _is_text(line: str) -> bool:
    return bool(line.strip(BLANK)) and not is_ruler(line)


def _start(lines: Sequence[str]) -> tuple[int, int]:
    """From the end upwards, as long as lines look like a signature: the highest line it can begin with, and how many
    lines are a telephone number or an address. Names below each other are a list, not a signature."""
    start = len(lines)
    contacts = names = roles = 0
    for number in range(len(lines) - 1, max(len(lines) - MOST_LINES, -1), -1):
        line = lines[number].strip(BLANK)
        if not line or is_ruler(line) or is_picture(line):
            continue
        if len(line) > _LONGEST:
            break
        if closes(line):
            return (number if start < len(lines) or signs(line) else start), contacts
        if is_contact(line):
            contacts += 1
            start = number if is_card(line) else start
        elif is_name(line) or (
            (contacts or _closes_above(lines, number)) and is_set_as_name(line) and _begins(lines, number)
        ):
            names += 1
            start = number if contacts or _set_off(lines, number) else start
        elif not could_belong(line):
            break
        elif not contacts or start < len(lines):
            roles += 1
            if roles > 3 or not ROLE.search(line.lower()):
                break
    return (len(lines) if names > 1 and not contacts else start), contacts


def _set_off(lines: Sequence[str], number: int) -> bool:
    """A name without more stands below an empty line or a sentence; it is not the last word of what is above it."""
    above = next((lines[one].strip(BLANK) for one in range(number - 1, -1, -1) if lines[one].strip(BLANK)), "")
    if not above or above[-1] == ":":
        return False
    apart = not lines[number - 1].strip(BLANK) or (above[-1] not in ",;:-" and len(above.split()) > 5)
    return apart or above[-1] in ".!?)" or begins_closing(above)


def _begins(lines: Sequence[str], number: int) -> bool:
    """The line begins something: nothing, the end of a sentence or a closing is above it."""
    above = lines[number - 1].strip(BLANK) if number else ""
    return not above or above[-1] in SENTENCE_ENDS or closes(above)


def _closes_above(lines: Sequence[str], number: int) -> bool:
    for above in range(number - 1, max(number - 4, -1), -1):
        if lines[above].strip(BLANK):
            return closes(lines[above].strip(BLANK))
    return False
