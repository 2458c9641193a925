"""What mail servers found out about who sent a mail: Authentication-Results (RFC 8601).

Anybody can write this header, so only the topmost one of the server that is named in the settings counts. Even that
one repeats what the sender chose, such as addresses, so it is read strictly: where it is not as the RFC has it, it says
nothing.
"""

import re
from collections.abc import Iterable

from handlers.reading.mail.head import Head
from handlers.reading.reading import Checked, Result

MOST_HEADERS = 20
MOST_LENGTH = 4000
DEEPEST_COMMENT = 5

_SERVER = re.compile(r"\s*([^\s;\"()\\]{1,255})")
_COMMENT = re.compile(r"\([^()\"\\]*\)")
_WELL_FORMED = re.compile(r"(?:[^\"\\()]|\"[^\"\\]*\")*+")
_PIECE = re.compile(r"(?:[^;\"]|\"[^\"]*\")++")
_PAIR = re.compile(r"(?<![\w./-])([\w./-]{1,60}+)\s*=\s*((?:\"[^\"]*\"|[^\s\"])++)", re.ASCII)

ALIGNED_BY = {"spf": ("smtp.mailfrom", "smtp.mail"), "dkim": ("header.d", "header.i")}
"""Which property of a check names the domain that passed it."""


def authentication(head: Head) -> tuple[Checked, ...]:
    """Every Authentication-Results, topmost first.

    A mail with more or fewer From headers than one proves nothing: the server may have looked at another than we do.
    """
    if len(head.every("From")) != 1:
        return ()
    return tuple(_checked(value) for value in head.every("Authentication-Results")[:MOST_HEADERS])


def confirmed(found: Iterable[Checked], server: str, sender: str) -> bool:
    """Whether `server` says that the mail comes from the domain of `sender`: by DMARC, else by SPF or DKIM."""
    said = next((one for one in found if one.server == server.lower()), None)
    domain = sender.rpartition("@")[2].lower()
    if said is None or not domain:
        return False
    policies = [one for one in said.results if one.method == "dmarc"]
    values = {one.value for one in policies}
    if "pass" in values or "fail" in values:
        return values == {"pass"} and all(one.properties.get("header.from", domain) == domain for one in policies)
    return any(_aligned(one, domain) for one in said.results)


def _aligned(result: Result, domain: str) -> bool:
    """Passed for the domain or one above it; one below it may belong to somebody else."""
    names = ALIGNED_BY.get(result.method, ())
    told = next((result.properties[name] for name in names if name in result.properties), "")
    checked = told.rpartition("@")[2]
    return result.value == "pass" and "." in checked and f".{domain}".endswith(f".{checked}")


def _checked(value: str) -> Checked:
    server = _SERVER.match(value)
    if server is None:
        return Checked("")
    text = _uncommented(value[server.end() : MOST_LENGTH])
    sound = len(value) <= MOST_LENGTH and _WELL_FORMED.fullmatch(text)
    return Checked(server[1].lower(), _results(text) if sound else ())


def _uncommented(text: str) -> str:
    """A comment with a quote mark stays, and is not well-formed: a sender may use one to end the comment early."""
    for _ in range(DEEPEST_COMMENT):
        text = _COMMENT.sub(" ", text)
    return text


def _results(text: str) -> tuple[Result, ...]:
    version, _, rest = text.partition(";")
    found = [_result(piece) for piece in _PIECE.findall(rest) if piece.strip() not in {"", "none"}]
    whole = version.strip() in {"", "1"} and None not in found
    return tuple(one for one in found if one) if whole else ()


def _result(piece: str) -> Result | None:
    pairs = [(name.lower(), value.replace('"', "").lower()) for name, value in _PAIR.findall(piece)]
    if not pairs or _PAIR.sub("", piece).strip():
        return None
    (method, value), *properties = pairs
    return Result(method.partition("/")[0], value, dict(reversed(properties)))
