"""What must run on PostgreSQL is really collected there: a fixture with a new name once left it out unseen."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests import databases

_TESTS = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("not long", {"test_the_page_is_walked_from_nothing_to_a_restored_installation"}),
        ("long", {"test_a_backup_comes_back_on_another_machine", "test_a_backup_of_an_older_version_is_migrated"}),
    ],
)
def test_backups_run_on_postgresql(marked: str, expected: set[str]) -> None:
    environment = {
        **os.environ, "HUIYIN_DATABASE_URL": "postgres://127.0.0.1:9/none", "HUIYIN_TESTS_SHARED_OUT": "1",
    }  # fmt: skip
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "pytest", "-q", "--collect-only", "-m", marked, "tests/backup"]
    done = subprocess.run(command, env=environment, cwd=_TESTS.parent, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    found = {line.rpartition("::")[2] for line in done.stdout.splitlines() if "::" in line}
    assert expected <= found


def test_every_fixture_that_asks_a_database_is_there() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in sorted(_TESTS.rglob("*.py")))
    ours = {name for name in databases._FIXTURES if not name.startswith(("db", "transactional", "_"))}
    assert ours
    assert not [name for name in sorted(ours) if f"def {name}(" not in sources]
