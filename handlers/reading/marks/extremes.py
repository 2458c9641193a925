"""Words at one end of the scale beside a mark at the other end: "1, everything perfect" is a scale upside down."""

import re

from handlers.reading.marks.lexicon import sayings

_BEST = frozenset((
    "perfect|glatte|mit sternchen|mit stern|excellent|brilliant|fantastic|flawless|best|sehr gut|perfekt|ausgezeichnet|hervorragend|super|spitze|top|sehr zufrieden"
    "|parfait|impeccable|très bien|très satisfait|perfecto|excelente|muy bien|muy satisfecho|perfetto|ottimo|eccellente|perfeito|ótimo"
    "|uitstekend|zeer goed|zeer tevreden|świetnie|doskonale|bardzo dobrze|utmärkt|toppen|mycket bra|fremragende|mükemmel|harika"
    "|отлично|превосходно|очень хорошо|最高|完璧|完美|非常好|very satisfied|very good"
).split("|"))
_WORST = frozenset((
    "terrible|awful|horrible|worst|disaster|appalling|never again|very dissatisfied|mangelhaft|ungenügend|katastrophe|katastrophal"
    "|nie wieder|grottenschlecht|catastrophique|horrible|plus jamais|lamentable|pésimo|fatal|nunca más|desastre|pessimo|disastro"
    "|mai più|péssimo|nunca mais|verschrikkelijk|rampzalig|nooit meer|tragedia|fatalnie|nigdy więcej|katastrof|aldrig mer|aldrig mere"
    "|berbat|rezalet|ужасно|кошмар|никогда больше|最悪|ひどい|太差|最差|糟糕"
).split("|"))
_DENIED = re.compile(r"\b(?:not|no|nicht|kein\w{0,2}|pas|non|não|niet|geen|nie|inte|ikke|değil|не|but|aber|mais|pero|ma|mas|maar|ale|men|ama|но)\b|n't|ない")


_PRAISED, _DAMNED = sayings(_BEST), sayings(_WORST)


def contradicted(text: str, mark: float | None, scale: range) -> bool:
    """Whether the lowest mark is praised or the highest damned, plainly and without a but."""
    against = _PRAISED if mark == scale[0] else _DAMNED if mark == scale[-1] else None
    if against is None or not against.within(text[:300]):
        return False
    return not _DENIED.search(text[:300].lower())
