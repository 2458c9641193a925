"""Logs: one event a line, whatever came in by mail; nothing of a secret or a token."""

import logging
import sys
from typing import Any

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
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")


def _one_line(_logger: object, _method: str, line: Any) -> str:
    """The renderer escapes line feeds alone; a terminal must not obey what a stranger wrote either."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in line)
