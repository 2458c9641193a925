"""How mail systems say that a mail did not arrive: pieces of what they write, in lower case, one row a language."""

from itertools import pairwise

FAILURES: dict[str, tuple[str, ...]] = {
    "en": (
        "undeliver", "nondeliver", "non-deliver", "not be deliver", "not been deliver", "not deliver", "n't be deliver",
        "not yet been deliver", "not yet deliver", "not be currently deliver", "not be sent", "not be reach", "unable to deliver", "unable to be deliver",
        "delivery status", "delivery failure", "delivery has failed", "delivery failed", "delivery problem",
        "delivery notification", "delivery error", "delivery delayed", "delivery incomplete", "delivery to the following",
        "failed delivery", "failure delivery", "failure notice", "failure notification", "failed recipient", "failed permanently",
        "address failed", "addresses failed", "address(es) failed", "following addresses",
        "mail delivery", "mail failure", "mail system error", "mail could not", "mail not delivered", "returned mail",
        "returned to sender", "returned email", "returned the following error", "did not reach", "did not receive", "could not reach",
        "user unknown", "recipient unknown", "mailbox unknown", "user not found", "recipient not found", "mailbox not found",
        "mailbox unavailable", "unknown user", "unknown recipient", "unknown address", "invalid user", "invalid recipient",
        "invalid address", "invalid final delivery", "no such user", "fatal error", "permanent error", "error sending",
        "error delivering", "error occurred while", "while trying to deliver", "was rejected", "were rejected", "been rejected",
        "automatically rejected", "failed to send", "failed to deliver", "trouble delivering", "able to deliver", "not accepted",
        "mailbox full", "mailbox is full", "over quota", "over disk quota", "quota exceeded", "quota violation", "was aborted", "failed mail",
        "did not match", "delayed mail", "mail delayed", "message delayed", "is delayed", "been delayed", "no longer exist",
    ),
    "de": (
        "unzustellbar", "nicht zugestellt", "nicht übermittelt", "nicht ausgeliefert", "nicht zustellbar", "zustellungsfehler",
        "zustellung fehlgeschlagen", "zustellung gescheitert", "fehler bei der zustellung", "zustellung verzögert",
    ),
    "fr": (
        "non remis", "non distribu", "non délivr", "pu être remis", "pu être délivré", "pu être distribué", "pu etre delivre",
        "pas été remis", "pas été délivré", "pas été distribué", "pu être achemin", "échec de la remise", "échec de remise",
        "échec de la distribution", "échec de livraison",
    ),
    "es": (
        "no se pudo entregar", "no se puede entregar", "no se ha podido entregar", "no ha sido entregado", "no fue entregado",
        "no pudo ser entregado", "no se ha entregado", "no entregado", "error en la entrega", "error de entrega", "fallo en la entrega",
    ),
    "it": (
        "non recapitabil", "non è stato recapitato", "non è stato possibile recapitare", "non è stato possibile consegnare",
        "impossibile recapitare", "impossibile consegnare", "mancato recapito", "mancata consegna", "non può essere recapitato",
        "non può essere consegnato", "non è stato consegnato",
    ),
    "pt": (
        "não foi entregue", "não foi possível entregar", "não pôde ser entregue", "não pode ser entregue", "não entregue",
        "falha na entrega", "não é possível entregar", "erro na entrega",
    ),
    "nl": (
        "onbestelbaar", "niet worden bezorgd", "niet bezorgd", "niet worden afgeleverd", "niet afgeleverd", "bezorging mislukt",
        "bezorging is mislukt", "aflevering mislukt",
    ),
    "pl": (
        "nie została dostarczon", "nie mogła zostać dostarczon", "nie można dostarczyć", "nie udało się dostarczyć",
        "niedostarczon", "nie dostarczon", "nie dało się dostarczyć",
    ),
    "sv": ("kunde inte levereras", "kan inte levereras", "gick inte att leverera", "olevererba", "inte levererats", "ej levererat"),
    "da": ("kunne ikke leveres", "kan ikke leveres", "ikke leveret", "kunne ikke afleveres", "uleverbar"),
    "nb": ("kunne ikke leveres", "kan ikke leveres", "ikke levert", "kan ikke levere", "leveringsfeil"),
    "fi": ("ei voitu toimittaa", "ei voi toimittaa", "ei toimitettu", "toimitus epäonnistui", "toimittaminen epäonnistui"),
    "tr": ("teslim edilemedi", "teslim edilemiyor", "iletilemedi", "gönderilemedi", "teslimat başarısız"),
    "ru": ("не доставлен", "не удалось доставить", "не может быть доставлен", "не удается доставить", "недоставлен", "ошибка доставки"),
    "uk": ("не доставлен", "не вдалося доставити", "не може бути доставлен", "недоставлен", "помилка доставки"),
    "cs": ("nedoručiteln", "nelze doručit", "nebyla doručena", "nebyl doručen", "nemohla být doručena", "nepodařilo se doručit"),
    "hu": ("kézbesíthetetlen", "nem kézbesíthető", "nem sikerült kézbesíteni", "kézbesítése sikertelen", "kézbesítés sikertelen"),
    "ro": ("nu a putut fi livrat", "nu poate fi livrat", "nu a fost livrat", "nelivrat", "livrarea a eșuat"),
    "el": ("δεν ήταν δυνατή η παράδοση", "δεν παραδόθηκε", "δεν είναι δυνατή η παράδοση", "μη παραδοτέο", "αδύνατη η παράδοση"),
    "ja": (
        "配信できませ", "送信できませ", "配達できませ", "届けられませ", "お届けできませ", "配信でき", "配信不能", "配信に失敗", "配信失敗", "配信エラー",
        "送信に失敗", "送信エラー", "配信されませ", "不達", "存在しない",
    ),
    "zh": (
        "无法投递", "无法发送", "无法送达", "未能送达", "未能投递", "无法投送", "无法递送", "投递失败", "发送失败", "传递失败", "退信", "退回", "未传递",
        "無法傳遞", "無法投遞", "無法傳送", "無法送達", "未能傳送", "傳遞失敗", "投遞失敗", "傳送失敗", "未傳遞",
    ),
    "ko": (
        "배달되지", "배달할 수 없", "배달하지 못", "배달 실패", "배달 못", "전달되지", "전달하지 못", "전달할 수 없", "전송되지", "전송하지 못",
        "전송할 수 없", "전송 실패", "반송",
    ),
    "ar": ("تعذر تسليم", "تعذر إرسال", "تعذر التسليم", "لم يتم تسليم", "لم يتم التسليم", "فشل تسليم", "فشل التسليم", "غير قابل للتسليم"),
}  # fmt: skip

_BY_START: dict[str, tuple[str, ...]] = {}
"""By their first two letters, so that a text is gone through once."""
for _piece in dict.fromkeys(piece for pieces in FAILURES.values() for piece in pieces):
    _BY_START[_piece[:2]] = (*_BY_START.get(_piece[:2], ()), _piece)


def speaks_of_failure(text: str) -> bool:
    """Whether a text says that a mail did not arrive."""
    folded = " ".join(text.lower().split())
    starts = map("".join, pairwise(folded))
    return any(start in _BY_START and folded.startswith(_BY_START[start], place) for place, start in enumerate(starts))
