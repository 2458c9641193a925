"""What every step needs to know of the organisation it works for: a value, put together once by the bot."""

from dataclasses import dataclass
from datetime import time, timedelta
from zoneinfo import ZoneInfo

from storage.work import Store
from surveys.delivery import Policy
from surveys.grounds import Rules
from surveys.message import DOUBT
from surveys.promise import Promise
from surveys.question import Questionnaire
from surveys.regime import Regime
from surveys.severity import Term, Unit
from surveys.token import Keyring, Purpose
from surveys.workdays import Workdays

FOUR_HOURS = Term(4, Unit.BUSINESS_HOUR)
"""Within which a person replies to an enquiry where the settings say nothing else."""


@dataclass(frozen=True)
class Addresses:
    """From where and to where mail goes. `reply` and `bounce` are patterns with `{token}`, or plain addresses."""

    sender: str
    sender_name: str
    reply: str
    bounce: str
    redirect_all_to: str = ""

    @property
    def domain(self) -> str:
        return self.sender.rpartition("@")[2].lower()


@dataclass(frozen=True)
class Office:
    """One organisation: its store, its words, its rules and its keys. `public_url` has no slash at its end.

    `complaints_channel` is where a card of each case is kept, nowhere where it is empty; `complaints_lead`, a person or
    a channel of Slack, learns of what is late, and `regime` has the times of a regulator. Mail to `complaints_address`
    is a complaint. Enquiries have a channel and an address of their own; a person replies `answer_within` that span.
    `promises` are those that customers may read. `authserv_id` is the name under which our mail server writes down
    whom it found a mail to be from (RFC 8601); without it, From is believed.
    """

    store: Store
    name: str
    footer: str
    workdays: Workdays
    policy: Policy
    questionnaire: Questionnaire
    keyring: Keyring
    addresses: Addresses
    public_url: str
    digest_at: time = time(7)
    digest_channels: tuple[str, ...] = ()
    complaints_channel: str = ""
    complaints_lead: str = ""
    complaints_address: str = ""
    regime: Regime | None = None
    enquiries_channel: str = ""
    enquiries_address: str = ""
    promises: tuple[Promise, ...] = ()
    answer_within: Term = FOUR_HOURS
    asks_in_slack: bool = False
    authserv_id: str = ""
    doubt: timedelta = DOUBT

    @property
    def zone(self) -> ZoneInfo:
        return self.workdays.zone

    @property
    def rules(self) -> Rules:
        """By what cases are looked after."""
        return Rules(self.workdays, self.regime)

    def page_url(self, delivery_id: int) -> str:
        return f"{self.public_url}/s/{self.keyring.mint(Purpose.PAGE, delivery_id)}"

    def unsubscribe_url(self, delivery_id: int) -> str:
        return f"{self.public_url}/u/{self.keyring.mint(Purpose.UNSUBSCRIBE, delivery_id)}"

    def reply_address(self, delivery_id: int) -> str:
        return self.addresses.reply.replace("{token}", self.keyring.mint(Purpose.REPLY, delivery_id))

    def bounce_address(self, delivery_id: int) -> str:
        return self.addresses.bounce.replace("{token}", self.keyring.mint(Purpose.BOUNCE, delivery_id))

    def case_address(self, case_id: int) -> str:
        """Where a customer's answers about a case go to."""
        return self.addresses.reply.replace("{token}", self.keyring.mint(Purpose.CASE, case_id))

    def case_url(self, case_id: int) -> str:
        """Where a customer says whether a case is solved."""
        return f"{self.public_url}/c/{self.keyring.mint(Purpose.CASE, case_id)}"

    def enquiry_address(self, enquiry_id: int) -> str:
        """Where a customer's answers about an enquiry go to."""
        return self.addresses.reply.replace("{token}", self.keyring.mint(Purpose.ENQUIRY, enquiry_id))

    def message_id(self, what: str) -> str:
        """A Message-ID that only we can make, so that it proves a bounce even where our address was replaced."""
        return f"<{self.keyring.mint(Purpose.MESSAGE, what)}@{self.addresses.domain}>"
