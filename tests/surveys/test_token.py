"""Tokens: who they are for cannot be changed, and nothing of the keys is shown."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from surveys.token import LENGTH, Keyring, Purpose, fingerprint

OLD, NEW = bytes(range(16)), bytes(range(16, 48))
RING = Keyring((("b", NEW), ("a", OLD)))

purposes = st.sampled_from(Purpose)
ids = st.integers(1, 2**63 - 1)


def test_a_token_stays_the_same() -> None:
    """Tokens that were sent are out there for weeks, so the way they are minted is fixed."""
    assert RING.mint(Purpose.PAGE, 7) == "b7fpd5hroqubfopo4xk3rg4ht5m"


@given(purpose=purposes, about=ids)
def test_a_minted_token_is_known(purpose, about) -> None:
    """What was minted is known again: 27 letters and digits in lower case that any address may carry."""
    token = RING.mint(purpose, about)
    form = (len(token), token.isascii(), token.isalnum(), token == token.lower())
    assert (form, RING.minted(token, purpose, about)) == ((LENGTH, True, True, True), True)


@given(purpose=purposes, about=ids)
def test_gateways_may_change_the_case(purpose, about) -> None:
    """In capitals it is the same token, with the same fingerprint."""
    token = RING.mint(purpose, about)
    shouted = token.upper()
    assert (RING.minted(shouted, purpose, about), fingerprint(shouted)) == (True, fingerprint(token))


@given(purpose=purposes, other=purposes, about=ids)
def test_no_purpose_stands_in_for_another(purpose, other, about) -> None:
    """A token for the page does not unsubscribe anybody."""
    assert RING.minted(RING.mint(purpose, about), other, about) == (purpose is other)


@given(purpose=purposes, about=ids, other=ids)
def test_no_thing_stands_in_for_another(purpose, about, other) -> None:
    """A token of one invitation is worth nothing for the next."""
    assert RING.minted(RING.mint(purpose, about), purpose, other) == (about == other)


@given(purpose=purposes, about=ids, place=st.integers(0, LENGTH - 1), letter=st.characters())
def test_one_changed_character_is_refused(purpose, about, place, letter) -> None:
    """No character of a token may be another, whatever script it comes from."""
    token = RING.mint(purpose, about)
    assume(not (letter.isascii() and letter.lower() == token[place]))
    changed = token[:place] + letter + token[place + 1 :]
    assert RING.minted(changed, purpose, about) is False


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: t + "a", lambda t: t[1:], lambda t: " " + t, lambda t: ""]
)
def test_a_cut_or_longer_token_is_refused(change) -> None:
    """A token is whole or nothing."""
    assert RING.minted(change(RING.mint(Purpose.REPLY, 7)), Purpose.REPLY, 7) is False


def test_the_kelvin_sign_is_no_k() -> None:
    """A letter that only looks like one of ours in lower case is not ours."""
    token = next(t for t in (RING.mint(Purpose.REPLY, n) for n in range(1, 99)) if "k" in t)
    about = next(n for n in range(1, 99) if RING.mint(Purpose.REPLY, n) == token)
    foreign = token.replace("k", "\N{KELVIN SIGN}")
    assert (RING.minted(foreign, Purpose.REPLY, about), fingerprint(foreign) == fingerprint(token)) == (False, False)


def test_bytes_that_are_no_text_are_refused() -> None:
    """A raw byte in an address reaches us as half a surrogate; it is a wrong token, not an error."""
    assert (RING.minted("b\udcff", Purpose.REPLY, 7), len(fingerprint("b\udcff"))) == (False, 32)


@given(purpose=purposes, about=ids, key=st.binary(min_size=16, max_size=64))
def test_another_key_mints_another_token(purpose, about, key) -> None:
    """Without the key nobody mints a token, even under the same letter."""
    assume(key.ljust(64, b"\0") != NEW.ljust(64, b"\0"))
    assert RING.minted(Keyring((("b", key),)).mint(purpose, about), purpose, about) is False


@given(purpose=purposes, about=ids)
def test_keys_are_rotated(purpose, about) -> None:
    """The newest key signs; a token of the older one is good until its key is taken out."""
    before = Keyring((("a", OLD),)).mint(purpose, about)
    after = Keyring((("b", NEW),))
    assert (
        RING.mint(purpose, about)[0],
        RING.minted(before, purpose, about),
        after.minted(before, purpose, about),
    ) == (
        "b",
        True,
        False,
    )


def test_a_keyring_is_read() -> None:
    """Keys are written newest first, each with its letter."""
    assert Keyring.parse(f"b:{NEW.hex()}, a:{OLD.hex()}") == RING


NO_KEYRINGS = [
    "",
    "b",
    "b:",
    ":00",
    OLD.hex(),
    f"b={OLD.hex()}",
    f"B:{OLD.hex()}",
    f"ab:{OLD.hex()}",
    f"é:{OLD.hex()}",
    f"b:{OLD.hex()[2:]}",
    f"b:{OLD.hex()},",
    f"b:{OLD.hex()},b:{NEW.hex()}",
    "b:secret-secret",
]


@pytest.mark.parametrize("text", NO_KEYRINGS)
def test_a_bad_keyring_is_refused(text: str) -> None:
    """What is no keyring is refused in words that never repeat a key."""
    with pytest.raises(ValueError) as refused:
        Keyring.parse(text)
    said = str(refused.value)
    assert [word for word in (OLD.hex(), OLD.hex()[2:], NEW.hex(), "secret") if word in said] == []


def test_a_keyring_never_shows_its_keys() -> None:
    """Neither logs nor tracebacks get to see a key."""
    assert (repr(NEW) in repr(RING), repr(OLD) in repr(RING)) == (False, False)
