"""The attackers have browsers like everybody else."""

import pytest
from django.core.cache import cache

from tests.desk.conftest import desk  # noqa: F401 - a fixture


@pytest.fixture(autouse=True)
def _no_counts_of_earlier_tries(db: None) -> None:
    cache.clear()
