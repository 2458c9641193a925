"""Whether an answer to "Is it solved for you?" says yes or no. A wrong yes would end a case: doubt is none.

A yes is one whose every word is known to be harmless, in one language. What is not understood is left to a person.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from handlers.reading.heard.folding import fold
from handlers.reading.heard.lexicon import lexicon
from handlers.reading.heard.tone import tone

_TABLES = tomllib.loads((Path(__file__).parent / "settled.toml").read_text("utf-8"))
_EVERYWHERE = "any"
_MOST = 2000
_LONG = 400
"""Characters from which on nobody just says yes."""
_NAMES = 4
"""Words with a capital that may stand beside a greeting or thanks."""

_ASKS = re.compile("[?？؟]")
_TOKEN = re.compile(
    r"(?P<dense>[\u3005\u3040-\u30ff\u3400-\u9fff])|(?P<word>(?:(?![\u3005\u3040-\u30ff\u3400-\u9fff])[^\W\d_])+"
    r"(?:['’‘][^\W\d_]+)*)|(?P<line>\n\s*)|(?P<face>[:;=]-?[(/|\\[])|(?P<unsaid>\.\.+)|(?P<stop>[.!。])"
    r"|(?P<pause>[,、;:()\"“”„«»¡*-])|(?P<other>\S)"
)
_BREAKS = {"line": "\n", "stop": ".", "pause": ","}
_POLITE = frozenset({"thanks", "greeting", "name"})
_YES = frozenset({"yes", "solved", "fine"})
_HARMLESS = _YES | _POLITE | {"small"}
_FINE = frozenset({"solved", "fine"})
_UNKNOWN = "unknown"


@dataclass(frozen=True)
class _Token:
    """A word as it is compared, a single sign of dense writing, or a break."""

    text: str
    capital: bool = False


@dataclass(frozen=True)
class _Book:
    """The phrases of one language by their words; a stem stands for every ending of a phrase's last word."""

    code: str
    whole: Mapping[tuple[str, ...], str]
    stems: Sequence[tuple[tuple[str, ...], str]]
    longest: int

    @classmethod
    def of(cls, code: str, table: Mapping[str, str]) -> "_Book":
        whole: dict[tuple[str, ...], str] = {}
        stems: list[tuple[tuple[str, ...], str]] = []
        for row, listed in table.items():
            for phrase in listed.split("|"):
                words = tuple(token.text for token in _tokens(phrase.rstrip("*")) if token.text not in _BREAKS.values())
                if phrase.endswith("*"):
                    stems.append((words, row))
                else:
                    whole[words] = row
        return cls(code, whole, stems, max(map(len, whole)))

    def at(self, words: Sequence[str], place: int) -> tuple[int, str]:
        """How many words the longest phrase takes that begins here, and its row."""
        for length in range(min(self.longest, len(words) - place), 0, -1):
            if row := self.whole.get(tuple(words[place : place + length])):
                return length, row
        for stem, row in self.stems:
            there = words[place : place + len(stem)]
            if tuple(there[:-1]) == stem[:-1] and there[-1].startswith(stem[-1]):
                return len(stem), row
        return 1, words[place] if words[place] in _BREAKS.values() else _UNKNOWN

    def means(self, word: str) -> bool:
        """Whether it is a word of the language that says something about a delivery."""
        return lexicon(self.code).at([word], 0) is not None


def settled(words: str) -> bool | None:
    """True for yes, False for no, None where it is neither or cannot be told for sure; in any of the languages."""
    tokens = list(_tokens(words[:_MOST]))
    if not tokens or _ASKS.search(words[:_MOST]):
        return None
    read = [list(_read(tokens, book)) for book in _BOOKS.values()]
    harmless = [rows for rows in read if _harmless(rows)]
    if any(_agrees(rows) for rows in harmless):
        sure = len(words) <= _LONG and not any(_only_polite(rows) for rows in harmless)
        return True if sure and not _complains(words, harmless) else None
    return _refusal(words, _best_understood(read))


def _refusal(words: str, read: Sequence[Sequence[str]]) -> bool | None:
    """False where something says no, or that it is open; never a yes."""
    if any(_refuses(rows) for rows in read):
        return False
    if any("doubt" in rows for rows in read):
        return None
    if any(_open(rows) for rows in read):
        return False
    begins = any(_first(rows) == "no" and not _FINE & set(rows) for rows in read)
    return False if begins and tone(words[:_MOST]).complaint else None


def _best_understood(read: Sequence[list[str]]) -> Sequence[Sequence[str]]:
    """In the languages of which most words are known: short words mean other things in others."""
    fewest = min(rows.count(_UNKNOWN) for rows in read)
    return [rows for rows in read if rows.count(_UNKNOWN) == fewest]


def _harmless(rows: Sequence[str]) -> bool:
    """Every word of it is known; a no at its beginning may be taken back by what follows (`no, all good`)."""
    said = _said(rows)
    kept = said[1:] if _no_alone(rows) and "fine" in said and "solved" not in said else said
    return _HARMLESS.issuperset(kept) and said.count("name") <= _NAMES


def _agrees(rows: Sequence[str]) -> bool:
    return not _YES.isdisjoint(rows)


def _only_polite(rows: Sequence[str]) -> bool:
    """Thanks in one language may be a yes in another: `tak`."""
    return not _agrees(rows) and not _POLITE.isdisjoint(rows)


def _complains(words: str, read: Sequence[Sequence[str]]) -> bool:
    """What was taken for a name may be a word."""
    return any("name" in rows for rows in read) and tone(words).complaint


def _refuses(rows: Sequence[str]) -> bool:
    """A no that stands for itself; with thanks alone it declines something else."""
    return _no_alone(rows) and not _FINE & set(rows) and set(_said(rows)) != {"no", "thanks"}


def _no_alone(rows: Sequence[str]) -> bool:
    """It begins with a no, and nothing belongs to that."""
    if _first(rows) != "no":
        return False
    after = rows[rows.index("no") + 1 :]
    return not after or after[0] in _BREAKS.values()


def _open(rows: Sequence[str]) -> bool:
    """Something is not as it should be, and nothing after it says that it is by now."""
    if "open" not in rows:
        return False
    after = rows[rows.index("open") + 1 :]
    return not any(one in _BREAKS.values() and _FINE & set(after[place:]) for place, one in enumerate(after))


def _first(rows: Sequence[str]) -> str:
    return next((row for row in _said(rows) if row not in _POLITE), "")


def _said(rows: Sequence[str]) -> list[str]:
    return [row for row in rows if row not in _BREAKS.values()]


def _read(tokens: Sequence[_Token], book: _Book) -> Iterator[str]:
    """The row of each phrase; a capital word beside or on the line below a greeting or thanks is a name."""
    words = [token.text for token in tokens]
    place, last = 0, ""
    while place < len(words):
        length, row = book.at(words, place)
        if row == _UNKNOWN and tokens[place].capital and last in _POLITE and not book.means(words[place]):
            row = "name"
        if not (_continues(words, place) or (row, last) == (",", "greeting")):
            last = row
        place += length
        yield row


def _continues(words: Sequence[str], place: int) -> bool:
    """A new line, what stands at the end of one, and the stop of an initial part no name from its greeting."""
    if words[place] == "." and place and len(words[place - 1]) == 1:
        return True
    return words[place] == "\n" or (words[place] in ",." and words[place + 1 : place + 2] == ["\n"])


def _tokens(words: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(normalize("NFKC", words)):
        kind = found.lastgroup or ""
        text = _BREAKS.get(kind) or fold(found[0])
        if text:
            yield _Token(text, kind == "word" and found[0][0].isupper())


def _book(code: str) -> _Book:
    """The rows of a language with what all share."""
    shared = _TABLES[_EVERYWHERE]
    rows = {row: "|".join(filter(None, (listed, shared.get(row)))) for row, listed in _TABLES[code].items()}
    return _Book.of(code, rows)


_BOOKS = {code: _book(code) for code in _TABLES if code != _EVERYWHERE}
