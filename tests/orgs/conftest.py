"""The county that these tests share."""

import pytest

from tests.orgs.house import OrgsCounty, build


@pytest.fixture
def county(db: None) -> OrgsCounty:
    """A small county."""
    return build()
