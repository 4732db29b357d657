"""Installations for the tests of the command."""

from pathlib import Path

import pytest

from tests.cli.house import House, build


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Made once; nobody changes it."""
    return build(tmp_path_factory.mktemp("house"))


@pytest.fixture
def house(built: House, tmp_path: Path) -> House:
    """One to work with."""
    return built.copy(tmp_path)
