"""The writer's signature: by its mark "-- " (RFC 3676, 4.3), or by evidence where it has none.

Evidence is a given name on a line of its own, a closing above a name, or a name above a telephone number or an
address. A capital letter alone is none: "Super Service" are words.
"""

import re
from collections.abc import Sequence

from handlers.reading.own.languages import BLANK, any_of, phrases, words
from handlers.reading.own.rulers import is_ruler

MARKS = frozenset({"--", "—", "– –", "-- --", "- --"})
MOST_LINES = 18
_LONGEST = 160

_GIVEN = words("endings", "given")
_CLOSINGS = phrases("endings", "closing")
_CLOSING_AND_NAME = re.compile(any_of(_CLOSINGS) + r"[\s,.!;:–-]{1,5}(?=\S)")
_ROLE = re.compile(any_of(phrases("endings", "role")))
_LABELLED = re.compile(
    r"[\W_]{0,4}(?:tel|telephone|phone|ph|fax|mobile|mob|cell|cel|office|direct|e-?mail|mail|web|www|skype|desk|ext|p|m|f|t|o|c|d"
    r"|telefon|handy|tél|téléphone|teléfono|móvil|telefono|cellulare|telefone|telefoon|mobiel|puh|tlf|тел|моб|тел/факс"
    r"|電話|电话|手机|전화)[\s.]{0,2}[:.#]?\s{0,3}[+(]?\d[\d\s()./+-]{5,25}",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[+(]?\d[\d()./\s–-]{5,20}\d(?:\s?(?:x|ext\.?)\s?\d{1,5})?")
_EXTENSION = re.compile(r"(?:x|ext\.?|extension)[-.:\s]{0,2}\d{3,6}$", re.IGNORECASE)
_SITE = re.compile(r"(?:https?://|www\.)\S{3,200}|(?<![\w.])[\w.+-]{1,60}@[\w-]{1,60}\.[\w.-]{2,60}", re.IGNORECASE)
_COULD_BE_CONTACT = re.compile(r"[\d@]|www\.|https?:", re.IGNORECASE)
_NAME_WORD = re.compile(r"[^\W\d_][\w.'’-]{0,24}$")
_AMBIGUOUS = frozenset(
    [
        *(
            "will",
            "mark",
            "may",
            "grace",
            "rich",
            "art",
            "frank",
            "grant",
            "guy",
            "hope",
            "chip",
            "clay",
            "dale",
            "dawn",
        ),
        *(
            "drew",
            "gene",
            "jean",
            "pat",
            "penny",
            "ray",
            "rob",
            "rod",
            "sandy",
            "sue",
            "wade",
            "bill",
            "max",
            "van",
            "see",
        ),
        *(
            "mile",
            "mai",
            "ton",
            "per",
            "dag",
            "odd",
            "lise",
            "nada",
            "long",
            "hung",
            "son",
            "sari",
            "noel",
            "love",
            "dean",
        ),
    ]
)
"""Names that are words too: in small letters they are no name."""
_PARTICLES = frozenset(
    {"de", "del", "della", "di", "da", "dos", "van", "von", "der", "den", "la", "le", "du", "af", "el"}
)
_TITLES = frozenset(
    {"dr", "mr", "mrs", "ms", "prof", "ing", "dipl.-ing", "herr", "frau", "i", "i.a", "i.v", "ppa", "mme", "sr", "sra"}
)
_SENTENCE_ENDS = ".!?:;,"


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
        if not line or is_ruler(line):
            continue
        if _closes(line):
            return (number if start < len(lines) or _signs(line) else start), contacts
        if _contact(line):
            contacts += 1
            start = number if _named_contact(line) else start
        elif _is_name(line) or ((contacts or _closes_above(lines, number)) and _looks_like_name(line, lines, number)):
            names += 1
            start = number if contacts or _set_off(lines, number) else start
        elif len(line) > _LONGEST or not _could_belong(line):
            break
        elif not contacts or start < len(lines):
            roles += 1
            if roles > 3 or not _ROLE.search(line.lower()):
                break
    return (len(lines) if names > 1 and not contacts else start), contacts


def _set_off(lines: Sequence[str], number: int) -> bool:
    """A name without more stands below an empty line or a sentence; it is not the last word of what is above it."""
    above = next((lines[one].strip(BLANK) for one in range(number - 1, -1, -1) if lines[one].strip(BLANK)), "")
    if not above or above[-1] == ":":
        return False
    apart = not lines[number - 1].strip(BLANK) or (above[-1] not in ",;:-" and len(above.split()) > 5)
    return apart or above[-1] in ".!?)" or _closes(above)


def _closes(line: str) -> bool:
    """ "Best regards," alone, or with a name after it."""
    folded = line.lower().strip(" ,.!;:-–—*_~")
    return folded in _CLOSINGS or _signs(line)


def _signs(line: str) -> bool:
    """ "Thanks, Kate" and "Regards. BT"."""
    if len(line) > 60:
        return False
    found = _CLOSING_AND_NAME.match(line.lower())
    if not found:
        return False
    name = line[found.end() :].rstrip(" .*")
    return _is_name(name) or (name.isupper() and name.isalpha() and len(name) <= 3)


def _is_name(line: str) -> bool:
    """A given name alone or before a family name; nothing else on the line."""
    names = [one for one in line.strip(" *_/~-–—•").rstrip(".").split() if one.lower().strip(".") not in _TITLES]
    if not 1 <= len(names) <= 4 or len(line) > 50 or line[-1] in "!?:;,":
        return False
    first = names[0].lower().rstrip(".")
    if first not in _GIVEN and not (len(names) > 1 and names[0][0].isupper() and names[-2].lower() in _GIVEN):
        return False
    if line[-1] == "." and len(names[-1]) > 3 and len(names) > 1:
        return False
    if names[0][0].islower():
        return len(names) == 1 and first not in _AMBIGUOUS and len(first) > 2
    return all(_NAME_WORD.match(name) and (name[0].isupper() or name in _PARTICLES) for name in names)


def _looks_like_name(line: str, lines: Sequence[str], number: int) -> bool:
    """Capitalised words that stand for themselves."""
    names = line.strip(" *_/~-–—").rstrip(",.").split()
    if not 1 <= len(names) <= 4 or len(line) > 50 or line[-1] in "!?:;" or _ROLE.search(line.lower()):
        return False
    if not all(name[0].isupper() or not name[0].isascii() or name in _PARTICLES for name in names):
        return False
    above = lines[number - 1].strip(BLANK) if number else ""
    return not above or above[-1] in _SENTENCE_ENDS or _closes(above)


def _closes_above(lines: Sequence[str], number: int) -> bool:
    for above in range(number - 1, max(number - 4, -1), -1):
        if lines[above].strip(BLANK):
            return _closes(lines[above].strip(BLANK))
    return False


def _contact(line: str) -> bool:
    """A telephone number, an address of mail or web, with few words beside it."""
    if not _COULD_BE_CONTACT.search(line):
        return False
    left, found = _SITE.subn(" ", line)
    left, labelled = _LABELLED.subn(" ", left)
    left, numbers = _NUMBER.subn(" ", left)
    if not found and not labelled and not numbers:
        return _EXTENSION.match(line) is not None or _short_extension(line)
    many = sum(word.isalpha() for word in left.split())
    return (
        many <= 7 and not left.rstrip().endswith((".", "?", "!")) if "|" in line else many <= 4 and line[-1] not in "?!"
    )


def _short_extension(line: str) -> bool:
    name, _, extension = line.rpartition(" ")
    return bool(_EXTENSION.match(extension)) and _is_name(name.strip(" ,-"))


def _named_contact(line: str) -> bool:
    """A whole signature on one line: "Jo Reed | Stores | +44 20 5550 101"."""
    first = re.split(r"\s{0,3}[|,;•·/]\s{0,3}|\s{1,3}[-–—]\s{1,3}|\s{2,}|\s(?=[x(+\d])", line[:120], maxsplit=1)[0]
    return bool(first) and first != line and (_is_name(first) or ("|" in line and 2 <= len(first.split()) <= 4))


def _could_belong(line: str) -> bool:
    """A company, a department, a street: short and no sentence; "Inc." ends none."""
    ends = line[-1] in _SENTENCE_ENDS and not (line[-1] == "." and _ROLE.search(line[-12:].lower()))
    return len(line) <= 90 and not ends and (len(line.split()) <= 9 or _ROLE.search(line.lower()) is not None)
