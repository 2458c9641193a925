"""Who may do what in Slack: the people and user groups that the settings name as staff and as leaders."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import chain

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

UNHEARD = (SlackApiError, aiohttp.ClientError, asyncio.TimeoutError)
"""Slack did not take a call, or its answer was lost."""

KNOWN_FOR = timedelta(minutes=5)
"""How long the members of a user group are remembered, in machine time."""


ONLY_STAFF = "This is for the staff of the organisation that runs Afterword. An owner can add you in its settings."
ONLY_LEADERS = "Only a leader may do this. An owner can add you to the leaders in the settings."


class Right(StrEnum):
    """What the settings may keep for some of the staff, or open to more people than those."""

    LOG = "log"
    CLOSE = "close"
    SEE = "see"


NOT_YOURS = {
    Right.LOG: "Only those whom the settings name as `may_log`, and leaders, can log something here.",
    Right.CLOSE: "Only those whom the settings name as `may_close`, and leaders, can close this.",
    Right.SEE: "Only those whom the settings name as `may_see`, and leaders, can look up what customers said.",
}


class NotStaff(Exception):
    """Somebody acted who is not of the staff; its words are for them."""


class NotLeader(Exception):
    """Somebody acted who does not lead; its words are for them."""


class Rights:
    """`staff` and `leaders` are ids of users (U...) and user groups (S...); leaders count as staff. `only` names for a
    right who has it, where that is not all of the staff.
    """

    def __init__(
        self,
        client: AsyncWebClient,
        staff: Sequence[str],
        leaders: Sequence[str],
        tick: Callable[[], datetime],
        only: Mapping[Right, Sequence[str]] | None = None,
    ) -> None:
        self.client = client
        self.staff = staff
        self.leaders = leaders
        self.tick = tick
        self.only = {right: tuple(ids) for right, ids in (only or {}).items() if ids}
        self._groups: dict[str, tuple[datetime, frozenset[str]]] = {}

    async def staff_only(self, user: str) -> None:
        """Raises: NotStaff."""
        if not await self._among(user, (*self.staff, *self.leaders)):
            raise NotStaff(ONLY_STAFF)

    async def may(self, user: str, right: Right) -> None:
        """Raises: NotStaff."""
        if right not in self.only:
            await self.staff_only(user)
        elif not await self._among(user, (*self.only[right], *self.leaders)):
            raise NotStaff(NOT_YOURS[right])

    async def leaders_only(self, user: str) -> None:
        """Raises: NotLeader."""
        if not await self._among(user, self.leaders):
            raise NotLeader(ONLY_LEADERS)

    async def those_who_lead(self) -> frozenset[str]:
        """Every leader by name, those of user groups too."""
        groups = [await self._members(one) for one in self.leaders if one.startswith("S")]
        return frozenset(one for one in self.leaders if not one.startswith("S")).union(*groups)

    async def _among(self, user: str, ids: Sequence[str]) -> bool:
        if user in ids:
            return True
        return any([user in await self._members(group) for group in ids if group.startswith("S")])

    async def learn(self) -> None:
        """Look up every user group, so that no act has to wait for it."""
        for group in dict.fromkeys((*self.staff, *self.leaders, *chain.from_iterable(self.only.values()))):
            if group.startswith("S"):
                await self._look_up(group)

    async def _members(self, group: str) -> frozenset[str]:
        """As they were known a moment ago; where Slack does not answer, as they were known last."""
        until, known = self._groups.get(group, (None, frozenset[str]()))
        if until and self.tick() < until:
            return known
        try:
            return await self._look_up(group)
        except UNHEARD:
            if until is None:
                raise
            return known

    async def _look_up(self, group: str) -> frozenset[str]:
        """docs.slack.dev/reference/methods/usergroups.users.list."""
        told = await self.client.usergroups_users_list(usergroup=group)
        members = frozenset(told["users"])
        self._groups[group] = self.tick() + KNOWN_FOR, members
        return members
