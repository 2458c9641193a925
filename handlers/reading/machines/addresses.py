"""Addresses as mail systems write them."""

import re

PLAIN = re.compile(
    r"[a-z0-9_!#$%&*+/=?^`{|}~-][a-z0-9._!#$%&'*+/=?^`{|}~-]{0,127}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}",
    re.IGNORECASE | re.ASCII,
)
"""An address in running text; only ASCII, as languages without spaces write on right beside it."""

_IN_FIELD = re.compile(r"(\"[^\"\n]{1,128}\"|[^\s<>()\"@,;:]{1,128})@([^\s<>()\"@,;]{1,255})")
_CODE_POINT = re.compile(r"\\x\{([0-9a-f]{2,6})\}", re.IGNORECASE)
_ENCODED = re.compile(r"\+(2B|3D)")
_DOT_ATOM = re.compile(r"[^.\s\"]+(?:\.[^.\s\"]+)*")


def in_text(text: str) -> list[str]:
    """The addresses in running text, in lower case, in order."""
    return [one.lower() for one in PLAIN.findall(text)]


def in_field(value: str) -> str:
    """The address in a field like `rfc822; jo@buyer.example` (RFC 3464, 2.3) in lower case, "" where there is none.

    Decodes what the SMTP extensions for notifications encode: `+2B`, `+3D` (xtext, RFC 3461, 4) and `\\x{E9}`
    (unitext, RFC 6533, 3).
    """
    kind, _, rest = value[:1000].partition(";")
    text = _CODE_POINT.sub(_character, rest or kind)
    found = _IN_FIELD.search(_ENCODED.sub(lambda code: chr(int(code[1], 16)), text))
    return f"{_quoted(found[1])}@{found[2].rstrip('.')}".lower() if found else ""


def _character(found: re.Match[str]) -> str:
    number = int(found[1], 16)
    return chr(number) if 0x20 < number <= 0x10FFFF and not 0xD800 <= number < 0xE000 else ""


def _quoted(local: str) -> str:
    """Local parts that are no dot-atom are quoted (RFC 5321, 4.1.2), those that are need no quotes."""
    bare = local.strip('"')
    return bare if _DOT_ATOM.fullmatch(bare) else f'"{bare}"'
