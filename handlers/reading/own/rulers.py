"""Lines that say that an earlier mail follows: "-----Original Message-----", Lotus Notes' and GroupWise's own."""

import re

from handlers.reading.own.languages import BLANK, INVISIBLE, phrases

RULE = "-_=*#~+–—―─━ᐧ•"
LONG_RULE = 30
_LONGEST = 160

_ORIGINAL = phrases("quotes", "original")
_FORWARDED = tuple(sorted(phrases("quotes", "passed_by")))
_BEGINNINGS = tuple(sorted(_ORIGINAL))
_MESSAGE = phrases("quotes", "message")
_REPLY_ABOVE = re.compile(r"\W{0,9}(?:please )?(?:type your )?reply above this line", re.IGNORECASE)
_PICTURE = re.compile(
    r"(?:\[(?:cid|image|bild|logo|img)\b[^\]]{0,200}\]|<image\d{1,4}\.\w{3,4}>)\s{0,3}$", re.IGNORECASE
)
_GROUPWISE = re.compile(r">>>\s.{1,120}\d{1,2}[:.]\d\d\s?(?:[AaPp][Mm])?\s?>>>$")
_NOTES = re.compile(
    r"[^-]{2,80}-{2,4}\d{1,4}[./-]\d{1,2}[./-]\d{2,4} \d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: [AaPp][Mm])?-{2,4}"
)


def is_ruler(line: str) -> bool:
    """Nothing but rules: it ends what stands above it and says nothing."""
    bare = line.strip(BLANK)
    return (len(bare) > 1 and not bare.strip(RULE + " ")) or bare == "ᐧ"


def is_picture(line: str) -> bool:
    """What a program writes for a picture: [cid:image001.png@01DB], <image001.png>, [Logo]."""
    return line[:1] in "[<" and _PICTURE.match(line) is not None


def announces(line: str) -> bool:
    """An earlier mail follows."""
    bare = line.strip(BLANK)
    if not bare or len(bare) > _LONGEST:
        return False
    if bare[0] in RULE:
        return _ruled(bare)
    return bare[-1] in ":：" and bare.rstrip(":： ").lower() in _ORIGINAL


def is_long_rule(line: str) -> bool:
    """What Outlook draws above the answered mail, and providers and mailing lists above their own lines."""
    bare = line.strip(BLANK)
    return len(bare) >= LONG_RULE and not bare.strip("_")


def introduces(line: str) -> bool:
    """GroupWise's >>> "Ana" <ana@buyer.example> 03/02/26 10:12AM >>>, or Notes' Ana ---03/02/2026 10:12:01 AM---Re:"""
    if ">>>" not in line and "---" not in line:
        return False
    bare = line.strip(BLANK)
    return len(bare) < _LONGEST * 2 and (_GROUPWISE.match(bare) or _NOTES.match(bare)) is not None


def _ruled(bare: str) -> bool:
    core = bare.strip(RULE + " " + INVISIBLE).rstrip(":： ").lower()
    if not core:
        return False
    leading = len(bare) - len(bare.lstrip(RULE + " "))
    if _REPLY_ABOVE.match(core):
        return True
    if core in _ORIGINAL or (leading >= 4 and core.startswith(_FORWARDED)):
        return True
    if leading < 4:
        return False
    return core.startswith(_BEGINNINGS) or (
        bare[-1] in RULE and len(core) < 60 and not _MESSAGE.isdisjoint(core.replace("-", " ").split())
    )
