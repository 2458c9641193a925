"""What is a name, and what closes a letter above one.

A given name is known from the table; other words are a name only where their place says so. A capital letter alone says
nothing: "Super Service" are words.
"""

import re

from handlers.reading.own.languages import any_of, phrases, words

_GIVEN = words("endings", "given")
_WORDS_TOO = words("endings", "words_too")
"""Names that are words too: in small letters they are no name."""
_CLOSINGS = phrases("endings", "closing")
_CLOSING_AND_NAME = re.compile(any_of(_CLOSINGS) + r"[\s,.!;:–-]{1,5}(?=\S)")
ROLE = re.compile(any_of(phrases("endings", "role")))
_CLOSING_FROM = re.compile(
    any_of(_CLOSINGS) + r" (?:aus|from|depuis|de|desde|da|uit|från|fra|von|z|из) \S{2,20}(?: \S{2,20})?$"
)
_CLOSING_BEGINS = re.compile(any_of(_CLOSINGS))
_INITIAL_AND_NAME = re.compile(r"[^\W\d_a-z]\. ?(?:[^\W\d_a-z]\. ?)?[^\W\d_a-z][^\W\d_]{2,20}(?:-[^\W\d_]{2,20})?$")
_NAME_WORD = re.compile(r"[^\W\d_][\w.'’-]{0,24}$")
_PARTICLES = frozenset(
    {"de", "del", "della", "di", "da", "dos", "van", "von", "der", "den", "la", "le", "du", "af", "el"}
)
_TITLES = frozenset(
    {"dr", "mr", "mrs", "ms", "prof", "ing", "dipl.-ing", "herr", "frau", "i", "i.a", "i.v", "ppa", "mme", "sr", "sra"}
)


def closes(line: str) -> bool:
    """ "Best regards," alone, or with a place or a name after it."""
    bare = line.lower().strip(" ,.!;:-–—*_~")
    return bare in _CLOSINGS or (len(bare) < 60 and _CLOSING_FROM.match(bare) is not None) or signs(line)


def begins_closing(line: str) -> bool:
    """ "Thanks again for everything,": words, and what follows is a name."""
    return len(line) < 60 and _CLOSING_BEGINS.match(line.lower()) is not None


def signs(line: str) -> bool:
    """ "Thanks, Kate" and "Regards. BT"."""
    if len(line) > 60:
        return False
    found = _CLOSING_AND_NAME.match(line.lower())
    if not found:
        return False
    name = line[found.end() :].rstrip(" .*")
    return is_name(name) or (name.isupper() and name.isalpha() and len(name) <= 3)


def is_name(line: str) -> bool:
    """A given name alone or before a family name; nothing else on the line."""
    names = [one for one in line.strip(" *_/~-–—•").rstrip(".").split() if one.lower().strip(".") not in _TITLES]
    if not 1 <= len(names) <= 4 or len(line) > 50 or line[-1] in "!?:;,":
        return False
    if _INITIAL_AND_NAME.match(line):
        return True
    first = names[0].lower().rstrip(".")
    if first not in _GIVEN and not (len(names) > 1 and names[0][0].isupper() and names[-2].lower() in _GIVEN):
        return False
    if line[-1] == "." and len(names[-1]) > 3 and len(names) > 1:
        return False
    if names[0][0].islower():
        return len(names) == 1 and first not in _WORDS_TOO and len(first) > 2
    return all(_NAME_WORD.match(name) and (name[0].isupper() or name in _PARTICLES) for name in names)


def is_set_as_name(line: str) -> bool:
    """Capitalised words that stand for themselves: a name where a closing is above or a telephone number below."""
    names = line.strip(" *_/~-–—").rstrip(",.").split()
    if not 1 <= len(names) <= 4 or len(line) > 50 or line[-1] in "!?:;" or ROLE.search(line.lower()):
        return False
    return all(name[0].isupper() or not name[0].isascii() or name in _PARTICLES for name in names)
