"""A vault with keys of its own, and the people who come to it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from huiyin.kernel.actor import Actor, ActorKind, HeldPost, Role
from huiyin.kernel.keys import create_keys
from huiyin.vault.services import IdentityDraft


@pytest.fixture
def at() -> datetime:
    """One fixed instant."""
    return datetime(2026, 11, 21, 2, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, settings: Settings) -> Path:
    """A key folder that a test may change."""
    folder = tmp_path / "keys"
    create_keys(folder)
    settings.HUIYIN_KEYS = folder
    return folder


@pytest.fixture
def handler() -> Actor:
    """An officer who handles matters in unit 3."""
    return Actor(kind=ActorKind.OFFICER, key="12", label="承办人", posts=(HeldPost(3, Role.HANDLER),))


@pytest.fixture
def administrator() -> Actor:
    """An officer who looks after the installation."""
    return Actor(kind=ActorKind.OFFICER, key="2", posts=(HeldPost(1, Role.ADMINISTRATOR),))


@pytest.fixture
def draft() -> IdentityDraft:
    """An invented person who gave everything."""
    return IdentityDraft(
        name="林知夏",
        phone="+86 139 0000 1234",
        email="Zhixia.Lin@example.org",
        address="云溪县柳湾镇河口村 7 组",
        id_number="33010020000101123x",
    )
