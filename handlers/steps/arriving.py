"""Mails have been fetched: kept raw, each once, before anybody tries to understand them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from handlers.office import Office
from storage.work import Mail

CHANGING = (b"received:", b"delivered-to:", b"return-path:", b"x-", b"arc-", b"authentication-results:")
"""Headers that differ between two copies of the same mail."""


@dataclass(frozen=True)
class Fetched:
    """One mail of a mailbox; `raw` is None where it was too large to be fetched, or could not be for `why`."""

    uid: int
    raw: bytes | None
    size: int
    why: str = ""


async def arrive(
    office: Office, mailbox: str, uidvalidity: int, fetched: Sequence[Fetched], *, read_up_to: int, now: datetime
) -> int:
    """Keep a fetched batch and how far the mailbox was read, in one transaction; returns how many mails are new."""
    mails = [_mail(one, mailbox, uidvalidity, now) for one in fetched]
    async with office.store.work() as work:
        return await work.inbox.store(mails, mailbox, uidvalidity, read_up_to)


async def read_up_to(office: Office, mailbox: str) -> tuple[int, int]:
    """The UIDVALIDITY and the highest UID kept so far."""
    async with office.store.read() as work:
        return await work.inbox.read_up_to(mailbox)


async def claim(office: Office, tick: datetime, most: int) -> Sequence[Mail]:
    """Lease new mails of the inbox; the attempt is committed before the work."""
    async with office.store.read() as work:
        if not await work.inbox.waiting():
            return []
    async with office.store.work() as work:
        return await work.inbox.claim(tick, most)


def fingerprint(raw: bytes) -> bytes:
    """What makes two mails the same: all but the headers that servers add; a Message-ID alone proves nothing."""
    head, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    kept: list[bytes] = []
    for line in head.split(b"\n"):
        folded = line[:1] in (b" ", b"\t")
        if folded and kept:
            kept[-1] += line
        elif not folded:
            kept.append(line)
    stable = [line for line in kept if not line.lower().startswith(CHANGING)]
    return sha256(b"\n".join(stable) + b"\n\n" + body).digest()


def _mail(one: Fetched, mailbox: str, uidvalidity: int, now: datetime) -> Mail:
    content = one.raw if one.raw is not None else f"{mailbox}/{uidvalidity}/{one.uid}/{one.size}".encode()
    note = "" if one.raw is not None else one.why or f"too large: {one.size} bytes"
    return Mail(0, mailbox, uidvalidity, one.uid, fingerprint(content), one.raw, now, note=note)
