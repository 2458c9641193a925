"""Mail that no person wrote: vacation notices, receipts, and abuse reports. None of it is ever an answer."""

from handlers.reading.mail import headers
from handlers.reading.mail.parts import Part, walk

# What mail programs put at the beginning of the subject of a notice, in lower case.
SUBJECTS = (
    "automatic reply",
    "auto reply",
    "auto-reply",
    "autoreply",
    "auto response",
    "autoresponse",
    "out of office",
    "out of the office",
    "on vacation",
    "vacation reply",
    "automatische antwort",
    "automatische reaktion",
    "abwesenheitsnotiz",
    "abwesenheit",
    "außer haus",
    "réponse automatique",
    "absence du bureau",
    "absent du bureau",
    "message d'absence",
    "respuesta automática",
    "respuesta automatica",
    "fuera de la oficina",
    "ausente de la oficina",
    "risposta automatica",
    "fuori sede",
    "fuori ufficio",
    "resposta automática",
    "fora do escritório",
    "automatisch antwoord",
    "automatische beantwoording",
    "afwezig",
    "autosvar",
    "automatisk svar",
    "automaattinen vastaus",
    "automatyczna odpowiedź",
    "odpowiedź automatyczna",
    "automatická odpověď",
    "otomatik yanıt",
    "автоматический ответ",
    "自動返信",
    "自动回复",
    "自動回覆",
    "자동 회신",
)


def report(root: Part) -> bool:
    """An abuse report (ARF, RFC 5965): somebody pressed "this is spam"."""
    return any(part.type == "message/feedback-report" for part in walk(root)) or (
        headers.parameter(root.head, "report-type").lower() == "feedback-report"
    )


def automatic(root: Part) -> bool:
    """Whether a program wrote this: by its headers (RFC 3834, 5), else by how the subject begins."""
    return _by_headers(root) or _receipt(root) or automatic_subject(root)


def _by_headers(root: Part) -> bool:
    submitted = headers.first(root.head, "Auto-Submitted").lower().partition(";")[0].strip()
    if submitted not in {"", "no"} or headers.first(root.head, "Precedence").lower() in {"auto_reply", "bulk"}:
        return True
    if any(headers.first(root.head, name) for name in ("X-Autoreply", "X-Autorespond", "X-Apple-Action")):
        return True
    exchange = ("X-Auto-Response-Suppress", "X-MS-Exchange-Inbox-Rules-Loop")
    return all(headers.first(root.head, name) for name in exchange)


def _receipt(root: Part) -> bool:
    """A receipt that the mail was shown (RFC 8098)."""
    return headers.parameter(root.head, "report-type").lower() == "disposition-notification"


def automatic_subject(root: Part) -> bool:
    """Whether the subject begins as mail programs begin that of a notice; "Re:" in front makes it a person's."""
    return headers.decoded(root.head, "Subject").strip(" [(*").casefold().startswith(SUBJECTS)
