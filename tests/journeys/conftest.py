"""The county of a journey. Its clock is the cast's: nothing in the house asks the machine for the time."""

import os
from collections.abc import Iterator

import pytest

from tests.cast import Cast, keep_time
from tests.journeys.county import JourneyCounty

# The house that is killed lies on SQLite whatever the other tests run on: once is enough.
collect_ignore = ["test_killed.py"] if os.environ.get("HUIYIN_DATABASE_URL", "").startswith("postgres") else []


@pytest.fixture
def county(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[JourneyCounty]:
    """A county on the first morning of the cast."""
    keep_time(cast, monkeypatch)
    yield JourneyCounty(cast)
