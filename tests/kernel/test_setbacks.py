"""A failure is one line without anybody's words, and what failed waits for longer each time."""

import errno
import logging
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from huiyin.kernel.setbacks import Setbacks, cause_of, failure_log
from huiyin.kernel.text import clean_line

AT = datetime(2026, 3, 2, tzinfo=UTC)
WORDS = "我的邻居叫林知夏"


class DatabaseRefused(Exception):
    """As a database raises it: its text quotes the row."""

    sqlstate = "23514"


def _fail() -> None:
    try:
        raise DatabaseRefused(f"Failing row contains ({WORDS})")
    except DatabaseRefused as error:
        raise OSError(errno.ENOSPC, f"No space for {WORDS}") from error


def test_a_line_has_the_kinds_and_none_of_the_words(caplog: pytest.LogCaptureFixture) -> None:
    try:
        _fail()
    except OSError as error:
        failure_log(logging.getLogger("huiyin.test"), "letter 17", error)
    (record,) = caplog.records
    assert record.getMessage().startswith("letter 17: OSError ENOSPC < DatabaseRefused 23514")
    assert record.exc_info is None
    assert WORDS not in caplog.text and "\n" not in record.getMessage()


def test_a_line_says_where_in_our_source_it_was() -> None:
    try:
        clean_line(None)  # type: ignore[arg-type]
    except Exception as error:
        assert ", kernel/text.py:" in cause_of(error)


def test_what_no_one_has_caught_is_logged_without_its_words() -> None:
    """As the installation formats it: the calls, the kinds, and nothing that the error quotes."""
    config = settings.LOGGING["formatters"]["line"]
    formatter = config["()"](config["format"])
    try:
        _fail()
    except OSError:
        record = logging.LogRecord(
            "django.request", logging.ERROR, "", 0, "Internal Server Error: /", (), sys.exc_info()
        )
    line = formatter.format(record)
    assert "Internal Server Error: /" in line and "in _fail" in line
    assert line.endswith("OSError ENOSPC < DatabaseRefused 23514")
    assert WORDS not in line


@pytest.mark.parametrize("start", ["/sign/", "/joint/pick/", "/mailbox/"])
def test_the_secret_end_of_a_link_gets_into_no_line(start: str) -> None:
    made = settings.LOGGING["formatters"]["line"]
    formatter = made["()"](made["format"])
    path = f"{start}K7QM-3XTD-92RB-WV8H-5CC/"
    # As Django names what it refuses.
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Not Found", path), None)
    line = formatter.format(record)
    assert f"Not Found: {start}…/" in line and "K7QM" not in line


def test_each_waits_for_twice_as_long_and_starts_anew_after_it_went_well() -> None:
    setbacks: Setbacks[str] = Setbacks(first=timedelta(minutes=1), longest=timedelta(minutes=3))
    waits = []
    for _ in range(4):
        setbacks.failed("a", at=AT)
        waits.append(
            next(minutes for minutes in range(9) if not setbacks.waits("a", at=AT + timedelta(minutes=minutes)))
        )
    assert waits == [1, 2, 3, 3]
    assert setbacks.waiting(at=AT) == ["a"] and not setbacks.waits("b", at=AT)
    setbacks.succeeded("a")
    assert not setbacks.waiting(at=AT)
