"""Customers who want no more surveys."""

import re

from handlers.reading.normal import normal

# What stands alone, politeness aside.
_WORDS = """
stop|unsubscribe|unsubscribe me|unsubscribe me from this list|remove me|remove me from your list|opt out|opt-out
stop surveys|no more surveys|stopp|abmelden|abmeldung|austragen|abbestellen|keine umfragen mehr
désabonner|désabonnez-moi|me désabonner|se désabonner|désabonnement|désinscrire|désinscription|stop sondage
baja|darme de baja|dar de baja|cancelar suscripción|no más encuestas|uitschrijven|afmelden|cancellami|disiscrivimi
cancelar inscrição|wypisz|wypisz mnie|afmeld|avregistrera
"""
ALONE = frozenset(_WORDS.strip().replace("\n", "|").split("|"))

_POLITE = re.compile(
    r"\b(?:please|pls|thanks?(?: you)?|bitte|danke|s'il vous pla[iî]t|svp|merci|por favor|gracias|hi|hello|hallo"
    r"|bonjour|hola)\b"
)
_BESIDE = re.compile(
    r"\b(?:(?:no|stop) (?:more |further |sending (?:me )?)?(?:these |such |your )?(?:surveys?|questionnaires?)\b"
    r"|don'?t (?:send|ask|survey) (?:me )?(?:any ?more|again|surveys)\b"
    r"|stop (?:sending|mailing|e-?mailing|asking|surveying) (?:me|us)(?: (?:these|this|surveys|mails?|e-?mails?))?$"
    r"|stop (?:mailing|e-?mailing|surveying) (?:me|us)\b|stop sending (?:me|us) (?:these |your )?(?:e-?)?mails?\b"
    r"|unsubscribe (?:me|us|this address)\b|(?:take|remove) (?:me|us) (?:off|from) (?:your|this|the) (?:mailing )?list"
    r"|keine (?:weiteren |mehr )?(?:umfragen|befragungen)"
    r"|plus (?:de|d'autres) (?:sondages?|enquêtes?|questionnaires?)|ne (?:me|nous) (?:sollicitez|contactez) plus"
    r"|désabonnez[- ](?:moi|nous)|no (?:me )?(?:envíen|manden|envien) más (?:encuestas|correos)|no más encuestas"
    r"|(?:dar|denme|darme) de baja)"
)


def alone(text: str) -> bool:
    """The mail says nothing else."""
    words = _POLITE.sub(" ", _short(text))
    return " ".join(re.sub(r"[^\w' -]", " ", words).split()) in ALONE


def beside(text: str) -> bool:
    """The mail says so among other things."""
    return bool(_BESIDE.search(_short(text)))


def _short(text: str) -> str:
    return " ".join(normal(text[:5000]).text.casefold().split())
