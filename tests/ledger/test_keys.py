"""The keys beside the data are those that it was made with, and new ones are never made over it."""

import base64
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.cast import Cast
from tests.ledger.conftest import AT

from huiyin.cli.keys import InstallationFilled, filled_with
from huiyin.cli.readiness import demand_ready
from huiyin.kernel.actor import system
from huiyin.kernel.keys import NAMES, KeyMissing, load_key
from huiyin.ledger.models import Entry
from huiyin.ledger.services import KeyForeign, keys_check, keys_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """A copy of the keys, to do harm to."""
    target = tmp_path / "keys"
    shutil.copytree(settings.HUIYIN_KEYS, target)
    settings.HUIYIN_KEYS = target
    return target


def _another(folder: Path, name: str) -> None:
    (folder / f"{name}.key").write_bytes(base64.b64encode(bytes(range(32))))
    load_key.cache_clear()


def test_keys_are_written_down_once_and_tell_nothing(folder: Path) -> None:
    assert keys_record(actor=system("migrate"), at=AT)
    assert not keys_record(actor=system("migrate"), at=AT)
    entry = Entry.objects.get(kind="ledger.keys.recorded")
    assert entry.content is not None
    for name in NAMES:
        assert name in entry.content
        assert load_key(folder, name).hex() not in entry.content
    demand_ready()


@pytest.mark.parametrize("name", NAMES)
def test_another_key_stops_every_process_at_its_start(name: str, folder: Path) -> None:
    keys_record(actor=system("migrate"), at=AT)
    _another(folder, name)
    for check in (keys_check, demand_ready):
        with pytest.raises(KeyForeign, match=name):
            check()
    with pytest.raises(KeyForeign):
        keys_record(actor=system("migrate"), at=AT)


def test_the_vault_key_that_wraps_an_identity_must_be_there(cast: Cast, folder: Path) -> None:
    cast.file()
    _another(folder, "vault")
    with pytest.raises(KeyMissing, match="vault-"):
        demand_ready()


def test_keys_are_not_made_over_data(cast: Cast, folder: Path, settings: Any, tmp_path: Path) -> None:
    settings.HUIYIN_FILES = tmp_path / "files"
    assert filled_with()
    sentence = str(InstallationFilled(names="vault", folder=folder, what=filled_with()))
    assert "vault" in sentence and "备份" in sentence


def test_files_and_a_signed_note_are_data_too(folder: Path, settings: Any, tmp_path: Path) -> None:
    settings.HUIYIN_FILES = tmp_path / "files"
    assert filled_with() == ""
    (tmp_path / "files" / "a0").mkdir(parents=True)
    (tmp_path / "files" / "a0" / "a0a0").write_bytes(b"x")
    assert str(tmp_path / "files") in filled_with()
    (folder / "ledger.newest").write_text("x")
    assert "ledger.newest" in filled_with()
