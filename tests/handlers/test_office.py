"""What every step needs to know of the organisation: its links, its addresses and its Message-IDs."""

from dataclasses import replace

from handlers.office import Office
from surveys.token import LENGTH, Purpose


def test_every_link_carries_a_token_of_its_purpose(office: Office) -> None:
    """The base is that of the settings, never that of a request."""
    page, stop = (office.keyring.mint(purpose, 7) for purpose in (Purpose.PAGE, Purpose.UNSUBSCRIBE))
    assert office.page_url(7) == f"https://feedback.harbor.example/s/{page}"
    assert office.unsubscribe_url(7) == f"https://feedback.harbor.example/u/{stop}"
    assert len(page) == len(stop) == LENGTH


def test_addresses_follow_their_patterns(office: Office) -> None:
    """Where a provider knows no part after a plus, the plain address stands, and the headers of a reply decide."""
    token = office.keyring.mint(Purpose.REPLY, 7)
    assert office.reply_address(7) == f"feedback+{token}@harbor.example"
    assert office.bounce_address(7) == f"bounce+{office.keyring.mint(Purpose.BOUNCE, 7)}@harbor.example"
    bare = replace(office, addresses=replace(office.addresses, reply="{token}@r.harbor.example", bounce="b@h.example"))
    assert (bare.reply_address(7), bare.bounce_address(7)) == (f"{token}@r.harbor.example", "b@h.example")


def test_a_message_id_is_ours_alone(office: Office) -> None:
    """The same mail has the same one, and nobody without the key can make it."""
    other = replace(office, keyring=type(office.keyring).parse("a:" + "22" * 32))
    assert office.message_id("invitation:7") == office.message_id("invitation:7")
    assert len({one.message_id(what) for one in (office, other) for what in ("invitation:7", "reminder:7")}) == 4
    assert office.message_id("invitation:7").endswith("@harbor.example>")
    assert replace(office.addresses, sender="Feedback@Harbor.Example").domain == "harbor.example"
