"""The scale in words: "Sehr zufrieden." as a whole sentence is the mark that carries this label.

Looser praise is none ("we are all very satisfied with the driver"). The questionnaire's own labels count in all its
languages; where they are the usual ones of satisfaction, so do their translations.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from handlers.reading.marks.lexicon import WORDS
from surveys.question import Questionnaire

Labels = Mapping[str, int]
_SENTENCE = re.compile(r"[^.!?\n。！？…]{1,200}[.!?。！？…]{0,3}")
_EDGES = " \t\r\"'“”„«»*_()[]-,;:"
_LONGEST = 60


def labels_of(questionnaire: Questionnaire) -> Labels:
    return _labels(questionnaire.name, questionnaire.version, tuple(_own(questionnaire)), questionnaire.low)


def _own(questionnaire: Questionnaire) -> list[tuple[str, ...]]:
    return [wording.labels for wording in questionnaire.wordings.values()]


@lru_cache(maxsize=64)
def _labels(_name: str, _version: int, own: tuple[tuple[str, ...], ...], low: int) -> Labels:
    usual = [[form.split("|") for form in table["labels"]] for table in WORDS.values() if "labels" in table]
    marks = {folded(label): low + step for labels in own for step, label in enumerate(labels) if label}
    english = [forms[0] for forms in usual[0]]
    if any([folded(label) for label in labels] == english for labels in own):
        marks = {form: low + step for table in usual for step, forms in enumerate(table) for form in forms} | marks
    return marks


def folded(label: str) -> str:
    return " ".join(label.replace(",", "").strip(_EDGES).casefold().split())


def labelled(text: str, labels: Labels) -> list[tuple[int, int, int]]:
    """Sentences that are a label and nothing else: mark, start, end."""
    found = []
    for sentence in _SENTENCE.finditer(text[:4000]):
        said = sentence[0].rstrip(".!。！… \t")
        if len(said) > _LONGEST or sentence[0].rstrip().endswith(("?", "？")):
            continue
        mark = labels.get(folded(_plain(said)))
        if mark is not None:
            start = sentence.start() + len(said) - len(said.lstrip(_EDGES))
            found.append((mark, start, sentence.start() + len(said.rstrip(_EDGES))))
    return found


def _plain(said: str) -> str:
    """Without the pictures that people put behind a sentence."""
    return said.rstrip("👍🙂😊😀😃😄👌❤🙏😡👎☹😞 ")
