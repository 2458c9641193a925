"""Words that praise and blame, as data. A word ending in * stands for all that begin so; a blank for any space."""

from surveys.complaint import Problem

BLAME: dict[Problem, str] = {
    Problem.SAFETY: "dangerous|injur*|hazard*|gefährlich|verletzt*|dangereu*|blessé*|peligros*|herid*",
    Problem.SHORT_OR_DAMAGED: (
        "missing|broken|damaged|damage|dented|leaking|crushed|torn|where are the|where is the|incomplete|short shipped"
        "|fehlt|fehlte|fehlten|fehlen|fehlend*|kaputt|beschädigt*|zerbrochen|unvollständig|verbeult"
        "|manquant*|manque|manquait|manquaient|cassé*|abîmé*|endommagé*|incomplet|incomplète"
        "|falta|faltan|faltaba|faltaban|faltó|faltaron|roto|rota|rotos|rotas|dañad*|incompleto|incompleta"
    ),
    Problem.NOT_AS_ORDERED: (
        "wrong item*|wrong part*|wrong product*|wrong size|wrong colour|wrong color|not what we ordered"
        "|not what i ordered|falsch geliefert|falsche ware|falsche teile|falscher artikel|falsches teil"
        "|mauvais article*|mauvaise pièce|pas ce que nous avons commandé|erreur de commande"
        "|artículo equivocado|producto equivocado|pieza equivocada|no es lo que pedimos"
    ),
    Problem.DEFECT: (
        "defective|faulty|does not work|doesn't work|did not work|poor quality|defekt*|funktioniert nicht|mangelhaft*"
        "|défectueu*|ne fonctionne pas|ne marche pas|defectuos*|no funciona|no funcionan|poor packaging"
    ),
    Problem.BILLING: (
        "overcharged|wrong invoice|invoice is wrong|invoice * is wrong|billed|wrong price|old price|rechnung ist falsch"
        "|falsche rechnung|falsch berechnet|facture erronée|facturé deux fois|erreur de facturation|factura incorrecta"
        "|cobrado de más"
    ),
    Problem.LATE: (
        "late|too late|delayed|delay|delays|overdue|still waiting|not arrived|never arrived|hasn't arrived"
        "|verspätet|verspätung|zu spät|immer noch nicht|nicht angekommen|en retard|retard|retards|trop tard"
        "|pas encore reçu|llegó tarde|llegaron tarde|demasiado tarde|con retraso|retraso|retrasos|no ha llegado"
    ),
    Problem.NO_REPLY: (
        "no reply|no answer|no response|never answered|nobody answered|nobody replied|never replied|not answered"
        "|keine antwort|niemand antwortet|niemand geantwortet|nie geantwortet|pas de réponse|aucune réponse"
        "|sans réponse|sin respuesta|ninguna respuesta|nadie responde|nadie contesta|no contestan"
    ),
    Problem.CONDUCT: "rude|impolite|unfriendly|unhöflich*|unfreundlich*|impoli*|grossier*|maleducad*|grosero*|grosera*",
    Problem.HANDLING: (
        "not resolved|not solved|unresolved|nicht gelöst|ungelöst|pas résolu|non résolu|sin resolver|no resuelto"
    ),
    Problem.OTHER: (
        "wrong|terrible|awful|unacceptable|disappoint*|dissatisfied|unhappy|angry|worst|horrible|useless|disgrace*"
        "|complaint|complain|complaining|nobody said a word|not happy|not satisfied|not good|not acceptable"
        "|schlecht*|furchtbar|katastrophe|katastrophal|enttäusch*|unzufrieden|inakzeptabel|ärgerlich|unverschämt"
        "|nicht zufrieden|beschwerde|beschweren|falsch|inadmissible|inacceptable|déçu*|mécontent*|insatisfait*|nul"
        "|scandaleu*|pas content*|pas satisfait*|inaceptable|decepcion*|insatisfech*|pésim*|horrible|muy mal|fatal"
        "|no estoy content*|no estoy satisfech*|queja"
    ),
}

PRAISE: dict[str, str] = {
    "on_time": (
        "on time|punctual|in time|früh|pünktlich|rechtzeitig|à l'heure|ponctuel*|dans les délais|a tiempo|puntual*"
    ),
    "accuracy": (
        "complete|exactly what we ordered|exactly as ordered|vollständig|wie bestellt|complet|complète|conforme"
        "|completo|completa"
    ),
    "responsiveness": "quick reply|quick answer|answered quickly|schnelle antwort|réponse rapide|respuesta rápida",
    "complaint_handling": (
        "is solved|was solved|is resolved|was resolved|solved|resolved|wurde gelöst|ist gelöst|gelöst|est résolu*"
        "|a été résolu*|résolu|resuelto|resuelta|solucionado|solucionada"
    ),
    "": (
        "great|good|excellent|perfect|happy|satisfied|thanks|thank you|super|gut|sehr gut|zufrieden|danke|perfekt"
        "|ausgezeichnet|parfait|excellent|très bien|satisfait*|content*|merci|excelente|perfecto|muy bien|satisfech*"
        "|gracias|recommend|empfehle*|recommande|recomiendo|polecam"
    ),
}

NEGATORS = (
    "no|not|never|nothing|none|without|isn't|wasn't|aren't|weren't|don't|didn't|kein|keine|keinen|keiner|keinerlei"
    "|nicht|nichts|nie|ohne|pas|aucun|aucune|jamais|rien|sans|ningún|ninguna|ninguno|nada|nunca|sin"
)
"""Words that turn what follows in the same clause. They also stand inside phrases above, which win."""

SETTLED = "solved|resolved|settled|sorted out|gelöst|erledigt|behoben|résolu|réglé|resuelto|resuelta|solucionad"
"""In the clause of a complaint these speak of its end."""
