"""What goes wrong in a workspace: what the API refuses, and what a person finds not working."""

from typing import Any


class Refused(Exception):
    """The Web API refuses a call, with the error word of the method's page in the documentation."""

    def __init__(self, error: str, messages: list[str] | None = None, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.more = more
        if messages:
            self.more["response_metadata"] = {"messages": messages}


class Unserved(Exception):
    """What a person did had no effect that they could see; `reason` is Slack's word for it when it tries again."""

    def __init__(self, words: str, reason: str = "timeout") -> None:
        super().__init__(words)
        self.reason = reason


class NotAcknowledged(Unserved):
    """The app did not acknowledge within three seconds: Slack shows the person a warning."""


class NotConnected(Unserved):
    """The app has no connection by which it could be told."""


class NothingThere(Unserved):
    """The person does not see such a control, message or form."""


class Unanswered(Unserved):
    """A form is not sent: a field that must be filled is empty, or what stands in it is too long."""


class BadReply(Unserved):
    """The app acknowledged with something that Slack does not take."""
