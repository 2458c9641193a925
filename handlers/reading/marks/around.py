"""What stands before and after a number, which tells whether it is a mark.

Most numbers in a mail are no marks ("6 of the 8 boxes", "invoice 10"). A number is taken for one only where nothing
but small words part it from the start of its sentence or from a word that gives marks, and only where no word that
follows makes it a count of things.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from handlers.reading.marks import lexicon
from handlers.reading.marks.lexicon import IS_CJK, LETTER, WORD, heard, one_of, phrases, sayings, words

SIGHT = 160


class Place(Enum):
    """Where a number stands."""

    START = auto()
    CLAUSE = auto()
    CUE = auto()
    OTHER = auto()


class Next(Enum):
    """What comes after it: the end, more that may follow a mark, doubt, or a word that makes it something else."""

    END = auto()
    MORE = auto()
    DOUBT = auto()
    THING = auto()


@dataclass(frozen=True)
class Left:
    """What comes before a number: the sentence and the clause up to it, the word that gives it. `bare`: no word stands
    between it and the start of the clause. `now`: told apart from an earlier mark."""

    place: Place
    sentence: str = ""
    clause: str = ""
    cue: str = ""
    negated: bool = False
    nearly: bool = False
    bare: bool = True
    now: bool = False

    @property
    def earlier(self) -> str:
        """The sentence before the clause."""
        return self.sentence[: len(self.sentence) - len(self.clause)]


_NAMING = re.compile(r"(?:[№°§#º.$€£¥₽]|\b(?:no|nr)\.?:?)\s{0,2}\Z", re.IGNORECASE)
_ABOUT = re.compile(r"(?:[~≥≤≈±<]|(?<![=-])>)\s?\Z")
_HARD = re.compile(r"[\n!?。！？…]|\.(?=\s|\Z)")
_SOFT = re.compile(r"[^\w\s.:='\"“”„«»*_/&%+#@\[\]~°№§$€£<>≥≤≈±-]|(?:(?<=\s)|(?<=\A))-+(?=\s|\Z)|--+|-(?=\s)")
_SHORT = re.compile(
    r"(?:^|[\s(.])(?:[^\W\d_]|no|nr|nº|núm|num|st|str|tel|art|pos|ca|approx|vol|abs|pag|pág|page|p|seite|ul|av|ave|rd|apt|ref|bldg"
    r"|ord|inv|ext|fig|sec|kap|мкр|ул|д|кв|стр|тел|sok|cad|mah|bât|bat|réf|qté|qty|cant|stk|geb|hs|dept|abt)\Z|str\Z",
    re.IGNORECASE,
)
_OBJECTS = words("objects")
_NOWS = words("nows")
_LINKS = words("links")
_WAS = words("was")
_AFTER_WAS = words("article") | {"a", "an", "to", "with", "for", "it", "jullie"}
_PAIRS = (
    (lexicon.NEGATIONS, words("troubles")),
    (words("mine"), words("parts")),
    (words("parts"), words("mine")),
    (words("from"), words("selves")),
    (words("puts"), words("selves")),
)
_THIS_TIME = re.compile(rf" {one_of(phrases('this_time'))} ")
_TIMES = frozenset(heard(phrase)[-1] for phrase in phrases("this_time"))
_DAYS = words("days")
_FROM = words("from")
_POR = frozenset({"el", "la", "los", "las", "lo", "su", "sus", "vuestro", "vuestra", "todo", "o", "a", "os", "as", "causa"})
_UNITS = lexicon.STARS | lexicon.POINTS
_GIVING = words("giving")
_PRAISE = words("praise")
_BEEN = words("been")
_SIDES = re.compile(rf"\s{{1,3}}{one_of(phrases('sides'))}\b", re.IGNORECASE)
_HALVES = re.compile(rf"[\s-]?{one_of(phrases('halves'))}(?!\w)", re.IGNORECASE)
_DENIED = re.compile(rf"\s{{0,3}}{one_of(phrases('negated_after'))}", re.IGNORECASE)
_NUMBER_NEXT = re.compile(rf"\s{{0,3}}(?:{LETTER}{{1,3}}\s)?\d{{1,4}}\s?({LETTER}{{0,20}})")
_MORE_THAN = phrases("nearly_phrases")
_ENDS = tuple(phrases("cues_end"))
_ALMOST = tuple(phrases("nearly_end"))
_DENYING = tuple(phrases("negated_before"))
_GOES_ON = tuple(phrases("followers_start"))
_PLACES = re.compile(
    r"\b(?:street|st|road|rd|avenue|ave|lane|strasse|straße|\w{2,20}stra(?:ss|ß)e|\w{2,20}str|str|weg|platz|rue|calle|via|viale"
    r"|piazza|rua|avenida|ul|ulica|\w{2,20}gatan|\w{2,20}vej|\w{2,20}gade|\w{2,20}laan|\w{2,20}straat|sokak|улица|ул|apt|suite|floor|room"
    r"|gate|dock|door|ramp|tor|halle|hall|order|invoice|delivery note|number|tel|phone|fax|zip|cap|box|pallet"
    r"|version)\b",
    re.IGNORECASE,
)


def left(text: str, start: int, *, strong: bool) -> Left:
    """What comes before the number at `start`. `strong`: it shows by itself that it is a mark ("9/10", "5 stars")."""
    before = text[max(0, start - SIGHT) : start]
    sentence = before[_hard(before) :]
    cut = max((one.end() for one in _SOFT.finditer(sentence)), default=0)
    clause = sentence[cut:]
    if _NAMING.search(clause):
        return Left(Place.OTHER, sentence, clause)
    if _ABOUT.search(clause):
        return Left(Place.CUE, sentence, clause, nearly=True)
    if IS_CJK.search(clause[-4:]):
        return _eastern(sentence, clause)
    opens = not any(character.isalnum() for character in sentence[:cut])
    if len(sentence) == SIGHT:
        opens = False
    return _western(sentence, clause, Place.START if opens else Place.CLAUSE, strong=strong)


def _hard(before: str) -> int:
    """Where the sentence begins. A dot behind an abbreviation ("Str. 5", "No. 5") ends none."""
    for found in reversed(list(_HARD.finditer(before))):
        if found[0] != "." or not _SHORT.search(before[max(0, found.start() - 8) : found.start()]):
            return found.end()
    return 0


def _western(sentence: str, clause: str, first: Place, *, strong: bool) -> Left:
    spoken = heard(clause)
    said = _plain(spoken)
    numbers = any(character.isdecimal() for character in clause)
    about = next((cut for cut in (2, 3) if " ".join(said[-cut:][:2]) in _MORE_THAN), 0)
    said = said[: len(said) - about]
    negated, nearly = False, bool(about)
    asked, praised = False, strong or clause.rstrip().endswith(":")
    for back, word in enumerate(reversed(said)):
        if word in lexicon.NEGATIONS:
            return Left(Place.CUE, sentence, clause, negated=True, nearly=nearly, bare=False)
        if word in lexicon.NEARLY and back < 2:
            nearly = True
        elif word in _LINKS:
            return Left(Place.CUE, sentence, clause, word, nearly=nearly, bare=False)
        elif word in lexicon.CUES or word in lexicon.GRADES or word in _BEEN:
            negated = any(other in lexicon.NEGATIONS for other in said[: len(said) - back])
            return Left(Place.CUE, sentence, clause, word, negated, nearly, bare=False)
        elif word in _WAS and back and said[-back] in _AFTER_WAS:
            continue
        elif praised and word in _PRAISE:
            continue
        elif word in _OBJECTS:
            asked = asked or word not in lexicon.FILLERS
        elif word not in lexicon.FILLERS:
            return Left(Place.OTHER, sentence, clause)
    if numbers or (asked and not strong):
        return Left(Place.OTHER, sentence, clause)
    return Left(first, sentence, clause, nearly=nearly, bare=not spoken, now=not _NOWS.isdisjoint(spoken))


def _plain(said: list[str]) -> list[str]:
    """Without what says nothing of the number: "from us", "from our side", "this time", "no problems"."""
    if not _TIMES.isdisjoint(said):
        spoken = _THIS_TIME.sub(" ", f" {' '.join(said)} ")
        said = spoken.split()
    for firsts, seconds in _PAIRS:
        at = next((at for at, (one, two) in enumerate(pairwise(said)) if one in firsts and two in seconds), None)
        if at is not None:
            said = said[:at] + said[at + 2 :]
    return said


def _eastern(sentence: str, clause: str) -> Left:
    spoken = clause.rstrip(" :")
    if spoken.endswith(_DENYING):
        return Left(Place.CUE, sentence, clause, negated=True)
    if spoken.endswith(_ALMOST):
        return Left(Place.CUE, sentence, clause, nearly=True)
    place = Place.CUE if spoken.endswith(_ENDS) else Place.OTHER
    return Left(place, sentence, clause, bare=False)


def gives(text: str, end: int) -> bool:
    """Whether the next word gives a mark ("eine 8 geben", "9 veriyorum")."""
    following = WORD.match(text[end : end + 30].lstrip())
    return bool(following and following[0].lower() in _GIVING)


def in_places(passage: str) -> bool:
    """Whether a passage names a street, a gate, an order: what follows a comma there is no mark."""
    return bool(_PLACES.search(passage))


_END = re.compile(r"[ \t]*(?:\Z|\n|[.!。！…]+(?!\w)|[)\]\"”»“*_]+(?![\w-]))")
_MORE = re.compile(r"[ \t]*(?:[,;:、，](?!\d)|(?:\s-+\s?|-+\s)(?=\S))")
_DOUBT = re.compile(r"\s?(?:[?？½¼¾]|\+|-(?=\s*(?:\Z|[\n.,;!])))")
_SIGN = re.compile(r"[ \t]*[^\w\s%°#&=<>@/\\$€£¥₽|^+-]")


def after(text: str, end: int) -> Next:
    """What comes after a mark, and its unit, that ends at `end`."""
    rest = text[end : end + 60]
    if _DOUBT.match(rest) or _HALVES.match(rest) or _DENIED.match(rest):
        return Next.DOUBT
    if _END.match(rest):
        return Next.END
    more = _MORE.match(rest)
    if more:
        return _listed(rest[more.end() :], alone=True)
    if rest[0].isspace():
        return _worded(rest)
    if IS_CJK.match(rest):
        return Next.MORE if rest.startswith(_GOES_ON) else Next.THING
    return Next.END if _SIGN.match(rest) else Next.THING


def _worded(rest: str) -> Next:
    if _SIDES.match(rest):
        return Next.END
    stripped = rest.lstrip(" \t")
    if IS_CJK.match(stripped):
        return Next.MORE if stripped.startswith(_GOES_ON) else Next.THING
    found = WORD.match(stripped)
    if not found:
        return Next.END if _SIGN.match(rest) else Next.THING
    word = found[0].lower()
    if word in lexicon.TURNS or word in lexicon.IFS:
        return Next.DOUBT
    if word not in lexicon.FOLLOWERS and word not in _GIVING:
        return Next.THING
    return _for(word, stripped[found.end() :])


def _for(word: str, rest: str) -> Next:
    """ "2 for Friday" counts, "8 for the service" may not; "2 por palet" counts too."""
    then = heard(rest[:30])[:2]
    if word in _FROM and not _DAYS.isdisjoint(then):
        return Next.THING
    if word == "por" and then and then[0] not in _POR:
        return Next.DOUBT
    return _listed(rest, alone=False)


def _listed(rest: str, *, alone: bool) -> Next:
    """Another number right behind ("3, 5 and 7") is doubt, unless it counts days or boxes."""
    word = WORD.match(rest.lstrip(" \t"))
    if alone and word and word[0].lower() in lexicon.TURNS:
        return Next.DOUBT
    number = _NUMBER_NEXT.match(rest)
    if number and number[1].lower() not in lexicon.COUNTS | _UNITS:
        return Next.DOUBT
    return Next.MORE


_BREAK = re.compile(r"[.,;!?\n()。、，]")
_BUTS = words("buts") | words("nows")
_PAST = sayings(phrases("past"))
_OTHERS = sayings(phrases("others"))
_UNREAL = sayings(phrases("unreal"))
_IFS = sayings(phrases("ifs_anywhere"))


@dataclass(frozen=True)
class Clause:
    """What the clause of a number says about it."""

    past: bool
    others: bool
    unreal: bool


def clause(text: str, start: int, end: int) -> Clause:
    before, behind = text[max(0, start - SIGHT) : start], text[end : end + 60]
    ahead = _since_but(before[max((one.end() for one in _BREAK.finditer(before)), default=0) :])
    stop = _BREAK.search(behind)
    rest = _until_but(behind[: stop.start() if stop else None])
    whole = f"{ahead} | {rest}"
    return Clause(
        past=_PAST.within(whole),
        others=_OTHERS.within(ahead),
        unreal=_UNREAL.within(whole) or _if(before[_hard(before) :]),
    )


def _since_but(passage: str) -> str:
    last = max((one.end() for one in WORD.finditer(passage) if one[0].lower() in _BUTS), default=0)
    return passage[last:]


def _until_but(passage: str) -> str:
    first = next((one.start() for one in WORD.finditer(passage) if one[0].lower() in _BUTS), len(passage))
    return passage[:first]


def _if(sentence: str) -> bool:
    return not lexicon.IFS.isdisjoint(heard(sentence)) or _IFS.within(sentence)
