"""What kind of mail it is, by its words."""

import pytest

from handlers.reading import Kind, as_mail, read
from surveys.questionnaires import load

DELIVERY = load("post_delivery")


@pytest.mark.parametrize(
    "words",
    [
        "stop",
        "STOP.",
        "Unsubscribe",
        "Please unsubscribe me",
        "abmelden",
        "Bitte abmelden, danke",
        "désabonner",
        "baja",
        "Please take me off your list.",
    ],
)
def test_who_only_wants_to_leave_unsubscribes(words):
    """Politeness aside, the mail says nothing else."""
    found = read(as_mail(words, "plain"), DELIVERY)
    assert (found.kind, found.unsubscribe) == (Kind.UNSUBSCRIBE, True)


def test_an_empty_mail_may_say_so_in_its_subject():
    """So the link of List-Unsubscribe writes it."""
    assert read(as_mail("", "plain", subject="unsubscribe"), DELIVERY).kind == Kind.UNSUBSCRIBE


def test_who_leaves_beside_a_mark_is_heard_for_both():
    """The mark counts and no survey follows."""
    found = read(as_mail("4, and please no more surveys.", "plain"), DELIVERY)
    assert (found.kind, found.answers, found.unsubscribe) == (Kind.REPLY, {"overall": 4}, True)


@pytest.mark.parametrize(
    "words", ["We will stop ordering.", "Please stop sending us damaged goods", "The bus stop is closed"]
)
def test_other_things_may_stop(words):
    """Surveys go on for who complains about something else."""
    assert not read(as_mail(words, "plain"), DELIVERY).unsubscribe


@pytest.mark.parametrize(
    ("address", "tokens"),
    [
        ("feedback+kmfrggzdfmztwq2lknnwg23tpob@h.example", ("kmfrggzdfmztwq2lknnwg23tpob",)),
        ("<KMFRGGZDFMZTWQ2LKNNWG23TPOB@h.example>", ("kmfrggzdfmztwq2lknnwg23tpob",)),
        ("feedback+kmfrggzdfmztwq2lknnwg23tpo@h.example", ()),
        ("xkmfrggzdfmztwq2lknnwg23tpob@h.example", ()),
        ("feedback@h.example", ()),
    ],
)
def test_tokens_are_found_in_addresses_whatever_their_case(address, tokens):
    """Gateways change case; one character too few or too many is no token (checklist 27)."""
    assert tokens == read(f"Delivered-To: {address}\n\n5".encode(), DELIVERY).to_tokens
