"""Tokens: which thing one stands for, and nothing that lets anybody make one."""

import sqlalchemy as sa

from storage.tables import metadata
from storage.work import Store
from surveys.token import Keyring, Purpose

KEYRING = Keyring.parse("a:" + "11" * 32)


KEY = "k" * 32


async def every_cell(store: Store) -> str:
    """Everything in the store as one text."""
    async with store.read() as work:
        return str([[tuple(row) for row in await work.connection.execute(sa.select(table))]
                    for table in metadata.sorted_tables])  # fmt: skip


async def test_a_token_stands_for_one_thing_and_purpose(store: Store) -> None:
    """In any case of its letters, for no other purpose, and only where we minted it; itself it is kept nowhere."""
    token = KEYRING.mint(Purpose.PAGE, 7)
    async with store.work() as work:
        await work.tokens.keep({Purpose.PAGE: token}, 7)
        await work.tokens.keep({Purpose.PAGE: token}, 7)
    async with store.read() as work:
        assert await work.tokens.about(token, Purpose.PAGE, KEYRING) == 7
        assert await work.tokens.about(token.upper(), Purpose.PAGE, KEYRING) == 7
        wrong = [
            (token, Purpose.REPLY),
            (token[:-1], Purpose.PAGE),
            (token[:-1] + "é", Purpose.PAGE),
            ("", Purpose.PAGE),
        ]
        assert [await work.tokens.about(*one, KEYRING) for one in wrong] == [None] * 4
    assert token not in await every_cell(store)


async def test_a_token_is_good_while_its_key_is_in_the_ring(store: Store) -> None:
    """A row put into the table by hand proves nothing; a key rotated out ends its tokens."""
    token = KEYRING.mint(Purpose.PAGE, 7)
    rotated, dropped = Keyring.parse(f"b:{'22' * 32},a:{'11' * 32}"), Keyring.parse("b:" + "22" * 32)
    async with store.work() as work:
        await work.tokens.keep({Purpose.PAGE: token}, 7)
        await work.tokens.keep({Purpose.REPLY: KEYRING.mint(Purpose.REPLY, 1)}, 2)
        assert await work.tokens.about(token, Purpose.PAGE, rotated) == 7
        assert await work.tokens.about(token, Purpose.PAGE, dropped) is None
        assert await work.tokens.about(KEYRING.mint(Purpose.REPLY, 1), Purpose.REPLY, KEYRING) is None
