"""Logs: one event a line, whatever came in by mail; nothing of a secret or a token."""

import logging
import sys
from contextlib import suppress
from typing import Any, TextIO, cast

import structlog


def to_stderr() -> None:
    """Log to standard error: `key=value`, with control characters escaped."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.LogfmtRenderer(key_order=("timestamp", "level", "event")),
            _one_line,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(cast("TextIO", _Patient(sys.stderr))),
    )
    logging.raiseExceptions = False
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")


class _Patient:
    """A stream whose disk may be full: a line that cannot be written must not end what it tells of."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> None:
        with suppress(OSError):
            self.stream.write(text)

    def flush(self) -> None:
        with suppress(OSError):
            self.stream.flush()


def _one_line(_logger: object, _method: str, line: Any) -> str:
    """The renderer escapes line feeds alone; a terminal must not obey what a stranger wrote either."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in line)
