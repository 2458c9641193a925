"""What a customer answered, through whichever door."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from surveys.question import Questionnaire

Marks = Mapping[str, float | None]

COMMENT = "comment"
"""How `given` names the words beside the marks."""


class Door(StrEnum):
    MAIL = "mail"
    PAGE = "page"
    SLACK = "slack"


@dataclass(frozen=True)
class Answer:
    """One version of the answer to one invitation.

    `marks` maps question keys to marks, None for "not applicable"; it holds all marks that stand after this
    version, `given` the keys that this version itself gave. `unclear`: a mark was meant but could not be told.
    `verified` is false where somebody else than the customer asked wrote it. `source` names the arrival (an inbox
    row, a page's nonce), so that the same arrival never makes a second version. `by` says who set right at
    `corrected_at` what was read: somebody of the staff, or a newer reader; None where the customer's word stands as it
    came. Door and `received_at` of a correction stay the customer's.
    """

    id: int
    invitation_id: int
    version: int
    door: Door
    marks: Marks
    given: tuple[str, ...]
    comment: str
    received_at: datetime
    source: str
    language: str | None = None
    unclear: bool = False
    verified: bool = True
    by: str | None = None
    corrected_at: datetime | None = None

    @property
    def gave_marks(self) -> bool:
        """Whether this version itself gave a mark."""
        return any(key != COMMENT for key in self.given)

    @property
    def counts(self) -> bool:
        """Whether figures may use it: a verified answer that gave at least one mark or words."""
        return self.verified and bool(self.marks or self.comment)


def current(versions: Iterable[Answer]) -> Answer | None:
    """The answer that stands: the latest version that counts."""
    counting = [answer for answer in versions if answer.counts]
    return max(counting, key=lambda answer: answer.version, default=None)


def following(new: Answer, before: Answer | None, version: int) -> Answer:
    """`new` as the version after `before`: it replaces only the questions it gives."""
    if before is None:
        return replace(new, version=version)
    return replace(new, version=version, marks={**before.marks, **new.marks}, comment=new.comment or before.comment)


def corrected(standing: Answer, marks: Marks, *, version: int, source: str, by: str, at: datetime) -> Answer:
    """The version in which `by` sets `marks` right; without any it leaves `standing` as it is, and nothing unclear."""
    return replace(
        standing,
        id=0,
        version=version,
        marks={**standing.marks, **marks},
        given=tuple(marks),
        source=source,
        unclear=False,
        by=by,
        corrected_at=at,
    )


def settled(doubted: Answer, versions: Iterable[Answer]) -> Answer | None:
    """The version that ended a doubt about how `doubted` was read, None while a person is still asked.

    Somebody set it right or left it, it was read anew, or the customer gave marks again: those stand.
    """
    later = [one for one in versions if one.version > doubted.version and one.verified]
    return next((one for one in later if one.by or one.gave_marks or one.unclear), None)


def in_doubt(versions: Sequence[Answer]) -> bool:
    """Whether a mark was meant that nobody knows yet."""
    return any(one.unclear and one.verified and settled(one, versions) is None for one in versions)


def low(marks: Marks, questionnaire: Questionnaire) -> tuple[str, ...]:
    """The questions whose mark asks for a person's attention: overall in the lower part of the scale, or any lowest.

    On 1-5 that is overall 1 or 2, or any 1; on 0-10 overall 0 to 6 (a detractor), or any 0.
    """
    bottom = questionnaire.low + 1 if questionnaire.high <= 7 else 6
    return tuple(
        key
        for key, mark in marks.items()
        if mark is not None and (mark <= questionnaire.low or (key == "overall" and mark <= bottom))
    )
