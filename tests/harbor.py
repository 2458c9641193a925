"""Harbor Parts, the organisation of the tests and of what is measured, with the settings of most installations."""

from zoneinfo import ZoneInfo

from handlers.office import Addresses, Office
from storage.work import Store
from surveys.delivery import Policy
from surveys.questionnaires import load
from surveys.token import Keyring
from surveys.workdays import Workdays

ZONE = ZoneInfo("Europe/London")


def harbor_parts(store: Store) -> Office:
    return Office(
        store=store,
        name="Harbor Parts",
        footer="Harbor Parts Ltd, 12 Quay Road",
        workdays=Workdays(ZONE),
        policy=Policy(),
        questionnaire=load("post_delivery"),
        keyring=Keyring.parse("a:" + "11" * 32),
        addresses=Addresses(
            sender="feedback@harbor.example",
            sender_name="Harbor Parts",
            reply="feedback+{token}@harbor.example",
            bounce="bounce+{token}@harbor.example",
        ),
        public_url="https://feedback.harbor.example",
    )
