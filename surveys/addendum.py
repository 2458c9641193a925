"""What became known of a week after its digest was posted: told in the next one, while the posted numbers stay.

An answer belongs to the week in which it was received, also where it is read or set right later (ISO 9001:2015,
9.1.3).
"""

from collections.abc import Mapping
from typing import Any

from surveys.figure import Counts
from surveys.measures import FEWEST, Share, satisfied
from surveys.question import Questionnaire


def addendum(posted: Mapping[str, Any], now: Counts, questionnaire: Questionnaire) -> str:
    """`last week 81 % -> 82 % (+3 read late)` of what customers say overall; nothing where nothing changed.

    `posted` are the numbers of the digest as it was posted, `now` the counts of its week as they are known by now.
    """
    before = Counts(posted["counts"])
    told, known = (satisfied(counts, questionnaire, "overall") for counts in (before, now))
    name = f"{questionnaire.name}.responses"
    more = now[name] - before[name]
    if told == known and not more:
        return ""
    return f"last week {_words(told)} -> {_words(known)} ({f'+{more} read late' if more > 0 else 'set right'})"


def _words(share: Share) -> str:
    """Few answers are not shown here either."""
    return f"{share.percent} %" if share.of >= FEWEST else "too few"
