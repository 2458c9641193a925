"""The header fields of one part, taken apart once (RFC 5322, 2.2).

The email package builds an object for each part and looks through all of its fields at each question; strangers'
mails have many parts and are asked many questions.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MOST_BYTES = 64 * 1024

# A field, its folded lines, the envelope line of an mbox: the first line that is none of them ends the headers.
_BLOCK = re.compile(rb"(?:(?:From |[!-9;-~]*+:|[\t ])[^\r\n]*+(?:\r\n?|\n|\Z))*+")
_BLANK = re.compile(rb"\r\n?|\n")
_FIELD = re.compile(r"^([!-9;-~]++):[ \t]*+(.*)", re.MULTILINE)
_FOLD = re.compile(r"\n(?=[ \t])")


@dataclass(frozen=True, eq=False, slots=True)
class Head:
    """Values by the name of their field in lower case: as they came, but unfolded, and without what no store holds."""

    values: Mapping[str, Sequence[str]]

    def every(self, name: str) -> Sequence[str]:
        return self.values.get(name.lower(), ())


def halves(raw: bytes) -> tuple[bytes, bytes]:
    """Headers and body: they part at the first blank line, or at the first line that is no header.

    Of headers that are too long only the beginning is looked at: more than `MOST_BYTES` of it comes back.
    """
    block = _BLOCK.match(raw, 0, MOST_BYTES + 1)
    end = block.end() if block else 0
    blank = _BLANK.match(raw, end)
    return raw[:end], raw[blank.end() if blank else end :]


def head(block: bytes) -> Head:
    """Take the fields apart; bytes are read as UTF-8 (RFC 6532), and lines that are no field are passed over."""
    text = block.decode("utf-8", "replace").replace("\0", "")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    values: dict[str, list[str]] = {}
    for name, value in _FIELD.findall(_FOLD.sub("", text)):
        values.setdefault(name.lower(), []).append(value)
    return Head(values)
