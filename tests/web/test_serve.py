"""What a web process does once, before its first visitor."""

import gc
from collections.abc import Iterator
from importlib import import_module

import pytest


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_stays_until_the_end_is_kept_from_the_collector() -> None:
    """Else a page now and then waits until all views, models and templates are looked through."""
    import_module("huiyin.config.wsgi")
    assert gc.get_freeze_count() > 50_000
