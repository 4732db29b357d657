"""Installations for the tests of the command."""

import os
from pathlib import Path

import pytest

from tests.cli.house import Installation, build

# Their installations lie on SQLite whatever the other tests run on, and so does every demo: once is enough.
_ON_SQLITE = [
    "test_commands.py",
    "test_demo.py",
    "test_first_demo.py",
    "test_import.py",
    "test_languages.py",
    "test_org_at_once.py",
    "test_proof.py",
    "test_recall_at_once.py",
    "test_rulebook.py",
    "test_server_killed.py",
    "test_working.py",
]
collect_ignore = _ON_SQLITE if os.environ.get("HUIYIN_DATABASE_URL", "").startswith("postgres") else []


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Made once; nobody changes it."""
    return build(tmp_path_factory.mktemp("installation"))


@pytest.fixture
def installation(built: Installation, tmp_path: Path) -> Installation:
    """One to work with."""
    return built.copy(tmp_path)
