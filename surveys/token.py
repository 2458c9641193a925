"""Tokens that customers carry in addresses and links.

A token is one version letter and 26 characters of base32 in lower case, 130 bits of an HMAC-SHA256 over purpose
and id: mail gateways change the case of addresses, so no case may matter. A store keeps only its hash.
"""

import hmac
from base64 import b32encode
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

LENGTH = 27


class Purpose(StrEnum):
    """What a token is good for; tokens of one purpose never stand in for another."""

    PAGE = "page"
    REPLY = "reply"
    BOUNCE = "bounce"
    UNSUBSCRIBE = "unsubscribe"
    MESSAGE = "message"
    NONCE = "nonce"
    CASE = "case"
    ENQUIRY = "enquiry"


@dataclass(frozen=True)
class Keyring:
    """Keys by their version letter. The first signs; all are accepted, so a key can be rotated out."""

    keys: tuple[tuple[str, bytes], ...] = field(repr=False)

    @classmethod
    def parse(cls, text: str) -> "Keyring":
        """Read `b:hex,a:hex`, newest first, at least 16 bytes each.

        Raises: ValueError, never repeating a key.
        """
        pairs = [part.strip().partition(":") for part in text.split(",")]
        letters = [letter for letter, _, _ in pairs]
        if len(set(letters)) < len(letters) or any(len(x) != 1 or not "a" <= x <= "z" for x in letters):
            raise ValueError("token keys are written 'b:HEX,a:HEX': one letter a-z each, none twice")
        try:
            keys = [bytes.fromhex(key) for _, _, key in pairs]
        except ValueError:
            raise ValueError("a token key is not hexadecimal") from None
        if any(len(key) < 16 for key in keys):
            raise ValueError("a token key has fewer than 16 bytes (32 hexadecimal digits)")
        return cls(tuple(zip(letters, keys, strict=True)))

    def mint(self, purpose: Purpose, about: object) -> str:
        """The token for this purpose and thing: the same input gives the same token under the same key."""
        letter, key = self.keys[0]
        return letter + _mac(key, purpose, about)

    def minted(self, token: str, purpose: Purpose, about: object) -> bool:
        """Whether one of the keys minted `token`; compared in constant time."""
        expected = (letter + _mac(key, purpose, about) for letter, key in self.keys)
        matches = [hmac.compare_digest(_spelling(token), one.encode()) for one in expected]
        return any(matches)


def fingerprint(token: str) -> bytes:
    """What a store keeps of a token: SHA-256 of its lower case."""
    return sha256(_spelling(token)).digest()


def _spelling(token: str) -> bytes:
    """A token in lower case; what is not ASCII becomes a question mark, which no token has."""
    return token.encode("ascii", "replace").lower()


def _mac(key: bytes, purpose: Purpose, about: object) -> str:
    digest = hmac.digest(key, f"{purpose}|{about}".encode(), "sha256")
    return b32encode(digest)[:26].decode().lower()
