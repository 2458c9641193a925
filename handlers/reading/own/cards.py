"""What stands on a visiting card: telephone numbers, addresses, companies, streets."""

import re

from handlers.reading.own.names import ROLE, is_name

SENTENCE_ENDS = ".!?:;,"

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


def is_contact(line: str) -> bool:
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
    return bool(_EXTENSION.match(extension)) and is_name(name.strip(" ,-"))


def is_card(line: str) -> bool:
    """A whole signature on one line: "Jo Reed | Stores | +44 20 5550 101"."""
    first = re.split(r"\s{0,3}[|,;•·/]\s{0,3}|\s{1,3}[-–—]\s{1,3}|\s{2,}|\s(?=[x(+\d])", line[:120], maxsplit=1)[0]
    return bool(first) and first != line and (is_name(first) or ("|" in line and 2 <= len(first.split()) <= 4))


def could_belong(line: str) -> bool:
    """A company, a department, a street: short and no sentence; "Inc." ends none."""
    ends = line[-1] in SENTENCE_ENDS and not (line[-1] == "." and ROLE.search(line[-12:].lower()))
    return len(line) <= 90 and not ends and (len(line.split()) <= 9 or ROLE.search(line.lower()) is not None)
