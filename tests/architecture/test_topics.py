"""Topics of matters keep to the names of files that the contracts in pyproject.toml go by."""

from pathlib import Path

import pytest

MATTERS = Path(__file__).resolve().parents[2] / "src" / "huiyin" / "matters"
# What a topic may consist of: a file of each name, or a folder of it.
PARTS = frozenset({"moves", "errors", "sentences", "rules", "models", "selectors", "services", "reminders"})
FOLDERS = frozenset({"rules", "models", "selectors", "services"})
TOPICS = sorted(folder for folder in MATTERS.iterdir() if folder.is_dir() and (folder / "__init__.py").exists())
TOPICS = [folder for folder in TOPICS if folder.name != "migrations"]


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_a_topic_consists_of_known_parts(topic: Path) -> None:
    """A file of another name would stand outside of every contract on layers."""
    files = {path.stem for path in topic.glob("*.py")} - {"__init__"}
    folders = {path.name for path in topic.iterdir() if path.is_dir()} - {"__pycache__"}
    assert files <= PARTS
    assert folders <= FOLDERS
    assert not files & folders, "a file and a folder of one name"


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_a_topic_is_no_list_of_names(topic: Path) -> None:
    """Whoever needs something imports it from its file, so that a new name touches no list."""
    for init in topic.rglob("__init__.py"):
        assert "import" not in init.read_text(encoding="utf-8"), init
