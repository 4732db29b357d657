"""What a web process does once, before its first visitor, whichever server starts it."""

import gc
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.db import OperationalError

from huiyin.kernel.keys import create_keys
from huiyin.ledger import services as ledger_services
from huiyin.ledger.errors import KeyForeign
from huiyin.vault import services as vault_services
from tests.cast import Cast


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


@pytest.fixture
def wsgi(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module as a server imports it: anew for each test, without asking a database."""
    monkeypatch.delitem(sys.modules, "huiyin.config.wsgi", raising=False)
    with monkeypatch.context() as patch:
        patch.setattr(ledger_services, "keys_check", lambda: None)
        patch.setattr(vault_services, "vault_keys_check", lambda: None)
        return import_module("huiyin.config.wsgi")


@pytest.mark.usefixtures("wsgi")
def test_what_stays_until_the_end_is_kept_from_the_collector() -> None:
    """Else a page now and then waits until all views, models and templates are looked through."""
    assert gc.get_freeze_count() > 50_000


def test_other_keys_than_those_of_the_data_are_refused(
    wsgi: ModuleType, cast: Cast, settings: Any, tmp_path: Path
) -> None:
    ledger_services.keys_record(actor=cast.actor("administrator"), at=cast.at)
    wsgi.demand_keys()
    create_keys(tmp_path / "keys")
    settings.HUIYIN_KEYS = tmp_path / "keys"
    with pytest.raises(KeyForeign):
        wsgi.demand_keys()


def test_a_database_that_is_away_is_no_reason_not_to_come_up(
    wsgi: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise OperationalError("away")

    monkeypatch.setattr(ledger_services, "keys_check", away)
    wsgi.demand_keys()
