"""What phones, mail programs and lawyers write below people's words."""

import re
from collections.abc import Sequence

from handlers.reading.own.languages import BLANK, any_of, phrases
from handlers.reading.own.rulers import is_ruler

MOST_LINES = 60
"""Lines from the end in which a footer may begin."""

_LINK = re.compile(r"[<(\[]?(?:https?://|mailto:)[^\s>)\]]{1,500}[>)\]]?|\[[^\]]{0,200}\]")
_BEGINS = re.compile(r"[\W_]{0,6}" + any_of(phrases("endings", "device")), re.IGNORECASE)
_DEVICE = re.compile(
    r"iphon|ipad|ipod|android|outlook|samsung|galaxy|blackberry|windows|huawei|pixel|xiaomi|redmi|oppo|oneplus|nokia"
    r"|motorola|sony|htc|smartphone|mobile|handy|yahoo|gmail|proton|mailbird|spark|hotmail|aol|mail\.ru|почт|airmail"
    r"|thunderbird|gmx|web\.de|acompli|nine|tablet|handheld|телефон|手机|スマートフォン|wireless|treo|droid|verizon|phone"
    r"|téléphone|móvil|telefon|cell|watch|boxer|front|superhuman|mailspring|bluemail|canary|edison|newton|t-online|apple"
    r"|msn|e-mail service",
    re.IGNORECASE,
)
_MY = re.compile(r"[\W_]{0,6}sent from my (?:[\w.+'’-]{1,20} ?){1,5}$", re.IGNORECASE)
_LEGAL = re.compile(any_of(phrases("endings", "legal")), re.IGNORECASE)
_NOTICE = re.compile(
    r"[\W_]{0,9}(?:this (?:e-?mail|message)[^.]{0,80}(?:confidential|intended|checked|scanned)"
    r"|(?:dieses?|die) (?:e-?mail|nachricht)[^.]{0,80}vertraulich|ce (?:message|courriel|mail)[^.]{0,80}confidentiel"
    r"|virus-free\.|virenfrei\.|sans virus\.|please consider the environment)",
    re.IGNORECASE,
)


def is_device(line: str) -> bool:
    """ "Sent from my iPhone", "Envoyé à partir de Outlook pour iOS"; not "Sent from my desk, is much easier"."""
    bare = line.strip(BLANK)
    if len(bare) > 400:
        return False
    shown = _LINK.sub("", bare).strip(BLANK + "-–—_")
    if not shown or len(shown) > 90 or (_BEGINS.match(shown) is None and not _ends_so(shown)):
        return False
    if _DEVICE.search(shown.partition(",")[0]):
        return len(shown.split()) <= 12
    return _MY.match(shown) is not None


def _ends_so(shown: str) -> bool:
    """In languages whose verb comes last: "Von meinem iPhone gesendet", "iPhone'umdan gönderildi"."""
    return len(shown.split()) < 7 and _SENT_LAST.search(shown) is not None


_SENT_LAST = re.compile(
    r"(?:gesendet|verzonden|gönderildi|küldve|küldött|送信|보냄|에서 보낸 메일|gửi từ|भेजा गया|発送|发送)[.)]?$",
    re.IGNORECASE,
)


def without_footers(lines: list[str]) -> list[str]:
    """Without the rules, device lines and disclaimers at the end."""
    lines = lines[: _legal(lines)]
    end = len(lines)
    while end:
        line = lines[end - 1]
        if not line.strip(BLANK) or is_ruler(line) or is_device(line):
            end -= 1
        else:
            break
    return lines[:end]


def _legal(lines: Sequence[str]) -> int:
    """Where a disclaimer begins: a paragraph by itself that bears its words, and everything below it."""
    start = len(lines)
    for number in range(len(lines) - 1, max(len(lines) - MOST_LINES, 0), -1):
        begins = lines[number].strip(BLANK) and (not lines[number - 1].strip(BLANK) or is_ruler(lines[number - 1]))
        if begins:
            if not _disclaims(" ".join(one[:400] for one in lines[number : min(start, number + 15)])[:3000]):
                break
            start = number
    return start


def _disclaims(paragraph: str) -> bool:
    found = {one.casefold() for one in _LEGAL.findall(paragraph)}
    return len(found) >= 2 or (len(found) >= 1 and _NOTICE.match(paragraph) is not None)
