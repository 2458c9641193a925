"""One event is one line, whatever came in by mail."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot.logs import to_stderr


@pytest.fixture(autouse=True)
def usual_logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)


def test_an_event_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Line breaks and control characters of a stranger neither begin a line nor reach the terminal."""
    to_stderr()
    structlog.get_logger().warning("mail set aside", why="a\r\nlevel=error b\x1b[2J\N{RIGHT-TO-LEFT OVERRIDE}", mail=1)
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.removesuffix("\n").isprintable()
    assert 'event="mail set aside" why="a' in said
    assert said.endswith(" mail=1\n")


def test_an_exception_is_one_line_too(capsys: pytest.CaptureFixture[str]) -> None:
    """Its traceback stays readable: line breaks are written as \\n."""
    to_stderr()
    try:
        int("no\x1b[2J such thing")
    except ValueError:
        structlog.get_logger().exception("round failed", loop="clock")
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.removesuffix("\n").isprintable()
    assert "Traceback (most recent call last):\\n" in said
    assert "ValueError: invalid literal" in said


def test_what_is_not_worth_telling_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    """Debugging words of the libraries stay silent."""
    to_stderr()
    structlog.get_logger().debug("looked")
    logging.getLogger("apscheduler").info("added job")
    assert capsys.readouterr().err == ""


def test_a_line_that_cannot_be_written_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk of the log may be full: what was to be told of goes on all the same."""
    went_on = False
    with pytest.raises(OSError, match="No space left"), Path("/dev/full").open("w", buffering=1) as full:
        monkeypatch.setattr("sys.stderr", full)
        to_stderr()
        structlog.get_logger().warning("round failed")
        logging.getLogger("apscheduler").warning("missed")
        went_on = True
    assert went_on
