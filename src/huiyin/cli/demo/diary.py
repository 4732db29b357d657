"""When things happen: in office hours for officers, at any waking hour for those who write, never after `limit`."""

import random
from datetime import UTC, datetime, time, timedelta

from huiyin.kernel.time import OFFICE_ZONE

_OPEN, _SHUT = 8 * 60 + 40, 17 * 60 + 20
_WAKE, _SLEEP = 7 * 60, 22 * 60 + 30
_SATURDAY = 5
_LEAST = timedelta(minutes=4)


class Diary:
    """One matter's time, which only goes forward. What doesn't fit before the limit moves closer together."""

    def __init__(self, rng: random.Random, *, start: datetime, limit: datetime) -> None:
        """`start` is when it comes in, `limit` the present: everything happens before."""
        self._rng = rng
        self._limit = limit
        self.now = min(start, limit - timedelta(hours=1))

    def office(self, least: int, most: int) -> datetime:
        """Some office hour, from `least` to `most` days on."""
        return self._to(self._next(least, most, _OPEN, _SHUT, working=True))

    def anytime(self, least: int, most: int) -> datetime:
        """Some waking hour, from `least` to `most` days on."""
        return self._to(self._next(least, most, _WAKE, _SLEEP, working=False))

    def _next(self, least: int, most: int, opens: int, shuts: int, *, working: bool) -> datetime:
        day = (self.now + timedelta(days=self._rng.randint(least, most))).astimezone(OFFICE_ZONE).date()
        minute = self._rng.randint(opens, shuts)
        while True:
            moment = datetime.combine(day, time(minute // 60, minute % 60), OFFICE_ZONE).astimezone(UTC)
            if moment >= self.now + _LEAST and not (working and day.weekday() >= _SATURDAY):
                return moment
            if day == self.now.astimezone(OFFICE_ZONE).date() and minute < shuts - 5:
                minute = self._rng.randint(minute + 1, shuts)
            else:
                day += timedelta(days=1)
                minute = self._rng.randint(opens, shuts)

    def _to(self, moment: datetime) -> datetime:
        if moment >= self._limit:
            moment = self.now + (self._limit - self.now) / 3
        self.now = moment
        return moment


def moment_before(at: datetime, *, days: int, rng: random.Random) -> datetime:
    """A waking hour so many days before."""
    day = (at - timedelta(days=days)).astimezone(OFFICE_ZONE).date()
    minute = rng.randint(_WAKE, _SLEEP)
    return datetime.combine(day, time(minute // 60, minute % 60), OFFICE_ZONE).astimezone(UTC)
