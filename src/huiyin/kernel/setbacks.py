"""What went wrong while nobody waited for it: said in one line, and tried again after longer and longer waits.

The text of an error may hold what people wrote (a database quotes the row that it refused), so a line has the kinds
of the error and of what it came from, and where in our source it was.
"""

import errno
import logging
import re
import traceback
from collections.abc import Hashable, Iterator
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)

_OURS = "/huiyin/"
# Addresses that end in a secret. Django names the address of whatever it refuses.
_SECRET_ENDS = re.compile(r"(/(?:sign|joint/pick|mailbox)/)[^/\s]+")


def failure_log(log: logging.Logger, what: str, error: BaseException) -> None:
    """One line: what it was about (a key, never somebody's words), what kind of failure, and where."""
    log.error("%s: %s", what, cause_of(error))


def cause_of(error: BaseException) -> str:
    """`OperationalError 57P01 < AdminShutdown 57P01, matters/reply/services/reply.py:41`."""
    kinds = " < ".join(_kind(link) for link in _chain(error))
    where = _where(error)
    return f"{kinds}, {where}" if where else kinds


class LineFormatter(logging.Formatter):
    """Of an error that nobody has caught: where it was, step by step, and its kinds; its text stays out.

    Neither does the secret end of a link get into a line.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        """The line, without what opens something."""
        return _SECRET_ENDS.sub(r"\1…", super().formatMessage(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        """The calls that led to it, then one line as `cause_of` has it."""
        error = ei[1]
        return "".join(traceback.format_tb(ei[2])) + (cause_of(error) if error else "")


class Setbacks(Generic[Key]):
    """What failed lately in this process. Each waits `first`, then twice as long each time, `longest` at most."""

    def __init__(self, *, first: timedelta, longest: timedelta) -> None:
        """Nothing has failed yet."""
        self._first, self._longest = first, longest
        self._of: dict[Key, tuple[timedelta, datetime]] = {}

    def failed(self, key: Key, *, at: datetime) -> None:
        """It failed once more."""
        last = self._of.get(key)
        wait = min(last[0] * 2, self._longest) if last else self._first
        self._of[key] = (wait, at + wait)

    def succeeded(self, key: Key) -> None:
        """It went well: the next failure is a first one."""
        self._of.pop(key, None)

    def waits(self, key: Key, *, at: datetime) -> bool:
        """Whether it is too early to try it again."""
        return key in self._of and at < self._of[key][1]

    def waiting(self, *, at: datetime) -> list[Key]:
        """Everything that it is too early for."""
        return [key for key in self._of if self.waits(key, at=at)]


def _chain(error: BaseException) -> Iterator[BaseException]:
    # Errors can name each other as causes, in a circle.
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def _kind(error: BaseException) -> str:
    number = getattr(error, "errno", None)
    code = getattr(error, "sqlstate", None) or (errno.errorcode.get(number) if isinstance(number, int) else None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def _where(error: BaseException) -> str:
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _OURS in frame.filename]
    return f"{frames[-1].filename.rpartition(_OURS)[2]}:{frames[-1].lineno}" if frames else ""
