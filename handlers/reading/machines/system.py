"""Whether a mail comes from a mail system, and what such a mail says in words."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from handlers.reading.machines.failures import speaks_of_failure
from handlers.reading.machines.reports import own
from handlers.reading.machines.subjects import answered, subject
from handlers.reading.mail import bodies, headers
from handlers.reading.mail.parts import Part

MOST_SCANNED = 20_000
"""Characters that are looked at: notices say it early."""

_DAEMON = re.compile(r"mailer-?daemon|mail delivery (?:sub)?system", re.IGNORECASE)
_SYSTEM = re.compile(
    r"\bpost[-_]?master|\bmdaemon|mail[ _-]?(?:delivery|system|admin)"
    r"|system administrator|systemadministrator|administrateur système"
    r"|^ *(?:<>|\"\")? *$|<> *$",
    re.IGNORECASE,
)
_DOMAIN = re.compile(r"(?<=\w)@[\w.-]{1,255}")
_HEADER = r"(?:subject|from|date|to|reply-to|sender)[ \t]?:"
_RETURNED = re.compile(
    r"^[ \t>|-]{0,40}(?:received|return-path|message-id|mime-version|dkim-signature|delivered-to|x-[\w-]{1,40})"
    r"[ \t]?:[ \t]?\S"
    rf"|^(?:{_HEADER}[ \t]?\S[^\n]{{0,300}}\n){{2}}{_HEADER}"
    r"|^[ \t]{0,9}-{2,}[^\n]{0,60}(?:returned|original|copy|unsent|old message|header)[^\n]{0,60}$"
    r"|^[^\n]{0,60}(?:original (?:e?-?mail )?message|message headers?|unsent message|returned mail|copy of)"
    r"[^\n]{0,60}(?:follow|below)[^\n]{0,20}$"
    r"|^old message:|^your message reads",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, eq=False)
class Notice:
    """A mail as the readers of notices see it; what is costly is read when it is asked for."""

    root: Part

    @cached_property
    def subject(self) -> str:
        return subject(self.root)

    @cached_property
    def answered(self) -> bool:
        """Whether the subject is that of a reply or of a forwarded mail, which only people write."""
        return answered(self.subject)

    @cached_property
    def system(self) -> bool:
        """Whether a mail system names itself as the sender; a postmaster is also a person, who replies."""
        sender = headers.first(self.root.head, "From")[:300]
        if _DAEMON.search(sender) or "no-reply@sns.amazonaws.com" in sender:
            return True
        return bool(_SYSTEM.search(_DOMAIN.sub("", sender))) and not self.answered

    @cached_property
    def certain(self) -> bool:
        """Whether no person can have sent this."""
        return self.system or null_sender(self.root)

    @cached_property
    def likely(self) -> bool:
        """Whether a mail system may have sent this; what the text says decides."""
        if self.root.type == "multipart/report" or headers.first(self.root.head, "X-Failed-Recipients"):
            return True
        return not self.answered and self.titled

    @cached_property
    def titled(self) -> bool:
        """Whether the subject speaks of a failure."""
        return speaks_of_failure(self.subject[:300])

    @cached_property
    def whole(self) -> str:
        """The words of this mail itself, from its top."""
        text = bodies.body(self.root).text[:MOST_SCANNED]
        if not text.strip():
            text = self._unparted()
        return "\n".join(line[:600] for line in text.split("\n")[:600])

    def _unparted(self) -> str:
        """A multipart whose boundary is never used is read as it stands."""
        return headers.clean(b"\n".join(part.body for part in own(self.root))[:MOST_SCANNED].decode("utf-8", "replace"))

    @cached_property
    def before(self) -> str:
        """What stands before the mail that is given back."""
        return self.whole[: self._returned]

    @cached_property
    def after(self) -> str:
        return self.whole[self._returned :]

    @cached_property
    def _returned(self) -> int:
        """Where the mail begins that is given back: below the words of the system, where it says anything."""
        for found in islice(_RETURNED.finditer(self.whole), 5):
            if self.whole[: found.start()].strip():
                return found.start()
        return len(self.whole)


def null_sender(root: Part) -> bool:
    """An empty envelope sender (RFC 5321, 4.5.5): nobody to answer."""
    path = headers.first(root.head, "Return-Path").replace(" ", "").lower()
    return path == "<>" or path.startswith("<mailer-daemon")
