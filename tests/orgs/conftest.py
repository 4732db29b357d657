"""The county that these tests share."""

import pytest

from tests.orgs.house import House, build


@pytest.fixture
def house(db: None) -> House:
    """A small county."""
    return build()
