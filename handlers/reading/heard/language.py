"""The language of a few sentences, by the small words every sentence has; silent on less."""

import re

_WORDS = {
    "en": "the and was were is are to of for we you our it but with not have this that very your from had i",
    "de": "der die das und war ist nicht wir sie ich mit auf ein eine einen aber für sehr bei den dem zu hat haben es",
    "fr": "le la les et est était nous vous je avec pas une des pour mais très dans que qui sur ce bien été au du",
    "es": "el los las y es fue nosotros usted con no una para pero muy en que por su del al ha está todo lo se",
}
_SMALL = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+")


def language(text: str, asked_in: str | None) -> str | None:
    """The language seen in at least three small words and clearly ahead; else the one the survey was sent in."""
    words = _WORD.findall(text[:2000].casefold())
    counts = sorted(((sum(word in small for word in words), code) for code, small in _SMALL.items()), reverse=True)
    (most, best), (second, _) = counts[:2]
    return best if most >= 3 and most >= 2 * second else asked_in
