"""The county of a journey. Its clock is the cast's: nothing in the house asks the machine for the time."""

import os
from collections.abc import Iterator
from datetime import datetime, tzinfo

import pytest

from tests.cast import Cast
from tests.journeys.county import County

# The house that is killed lies on SQLite whatever the other tests run on: once is enough.
collect_ignore = ["test_killed.py"] if os.environ.get("HUIYIN_DATABASE_URL", "").startswith("postgres") else []


class _Clock:
    """What `kernel.time` asks, in the place of `datetime`."""

    combine = staticmethod(datetime.combine)

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    def now(self, zone: tzinfo | None = None) -> datetime:
        """The cast's instant."""
        return self.cast.at.astimezone(zone)


@pytest.fixture
def county(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[County]:
    """A county on the first morning of the cast."""
    monkeypatch.setattr("huiyin.kernel.time.datetime", _Clock(cast))
    monkeypatch.setattr("django.utils.timezone.now", lambda: cast.at)
    yield County(cast)
