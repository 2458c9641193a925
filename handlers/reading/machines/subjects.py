"""The subject, and whether it is that of a reply."""

import re

from handlers.reading.mail import headers
from handlers.reading.mail.parts import Part

_TAG = re.compile(
    r"(?:[\[(*{]{1,2}(?:ext|external|extern|externe|externo|spam|suspected spam|caution)[\])*}]{1,2}[ :]{0,3}){1,3}",
    re.IGNORECASE,
)
_ANSWERED = re.compile(
    r"(?:re|aw|antw?|sv|vs|rif|ref|odp|odg|atb|отв|ответ|відп|на|ynt|ilt|vá|απ|σχετ|回复|回覆|答复|答覆|返信|회신|رد"
    r"|fwd?|fw|wg|tr|rv|enc|i|doorst|vl|vb|vd|pd|přep|továbbítás|redirecționat|προωθ|переслано|转发|轉寄|転送|전달)"
    r"[ \t]?(?:\^?\[?\(?\d{1,3}[\])]?)?[ \t]?[:：]",
    re.IGNORECASE,
)


def subject(root: Part) -> str:
    """The subject without the tags that gateways put in front."""
    text = headers.decoded(root.head, "Subject").strip()[:300]
    tags = _TAG.match(text)
    return text[tags.end() :].strip() if tags else text


def answered(text: str) -> bool:
    """Whether it is the subject of a reply or of a forwarded mail ("Re:", "AW:", "Fwd:")."""
    return bool(_ANSWERED.match(text))
