"""Numbers in words ("three stars out of five", "eine Zehn", "sept sur dix"), as digits in the text that is searched.

Words that are also articles or pronouns ("one", "ein", "un") stay words: a mark is never guessed.
"""

import re

from handlers.reading.normal import Normal

_WORDS = (
    "zero null zéro cero",
    "",
    "two zwei deux dos dwa",
    "three drei trois tres trzy",
    "four vier quatre cuatro cztery",
    "five fünf cinq cinco pięć",
    "six sechs seis sześć",
    "seven sieben sept siete siedem",
    "eight acht huit ocho osiem",
    "nine neun neuf nueve dziewięć",
    "ten zehn dix diez dziesięć",
)
_VALUES = {word: value for value, words in enumerate(_WORDS) for word in words.split()}
_SPELLED = re.compile(rf"(?<!\w)(?:{'|'.join(_VALUES)})(?!\w)", re.IGNORECASE)


def with_digits(found: Normal) -> Normal:
    """The same text with number words as digits; the digits stand where the word stood."""
    text: list[str] = []
    places: list[tuple[int, int]] = []
    end = 0
    for word in _SPELLED.finditer(found.text):
        digits = str(_VALUES[word[0].lower()])
        text.extend((found.text[end : word.start()], digits))
        places.extend(found.places[end : word.start()])
        places.extend([(found.places[word.start()][0], found.places[word.end() - 1][1])] * len(digits))
        end = word.end()
    return Normal("".join((*text, found.text[end:])), (*places, *found.places[end:]))
