"""What the demo's customers do, each a value: a mail, a page filled in, a press; and what should become of it."""

from dataclasses import dataclass, field
from datetime import timedelta

from bot.demo.gestures import Press
from bot.demo.people import Marks


@dataclass(frozen=True)
class Mail:
    """A complete mail for the service's mailbox."""

    raw: bytes


@dataclass(frozen=True)
class Page:
    """Fill in the survey page. `click` is the mark of the link in the letter through which it is opened, if any."""

    marks: Marks
    comment: str
    click: int | None


@dataclass(frozen=True)
class Open:
    """A machine opens a link."""

    url: str
    method: str


@dataclass(frozen=True)
class OneClick:
    """The mail program's own way to unsubscribe (RFC 8058): a POST."""

    url: str


@dataclass(frozen=True)
class Expected:
    """What should become of it: answer, automatic, bounce, unsubscribe, case or nothing.

    `said` is what the file of `case` should hold then. `meant` are the marks in words that nobody can read for sure,
    until a clerk has asked.
    """

    kind: str
    door: str = ""
    marks: Marks = field(default_factory=dict)
    words: bool = False
    complaint: bool = False
    meant: Marks = field(default_factory=dict)
    case: str = ""
    said: str = ""


@dataclass(frozen=True)
class Act:
    """One thing done, `after` so much business time. The same act always has the same key."""

    after: timedelta
    key: str
    what: Mail | Page | Open | OneClick | Press
    expected: Expected
