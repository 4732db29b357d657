"""PostgreSQL's own programs: found where a setting says, given no password in an argument, heard when they fail."""

from pathlib import Path

import pytest
from pytest_django import Settings

from huiyin.backup import database
from huiyin.backup.errors import ToolFailed, ToolMissing

URL = "postgresql://huiyin:se%20cret@db.example:5433/huiyin?sslmode=require"


def stand_in(folder: Path, script: str) -> None:
    path = folder / "pg_restore"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def test_the_password_is_in_no_argument(tmp_path: Path, settings: Settings) -> None:
    settings.HUIYIN_POSTGRESQL_BIN = str(tmp_path)
    stand_in(tmp_path, f'echo "$@" > {tmp_path}/said; echo "$PGPASSWORD" > {tmp_path}/password')
    database.load_dump(tmp_path / "dump", URL)
    output = (tmp_path / "said").read_text(encoding="utf-8")
    assert "cret" not in output
    assert all(part in output for part in ("host=db.example", "port=5433", "sslmode=require", "--single-transaction"))
    assert (tmp_path / "password").read_text(encoding="utf-8") == "se cret\n"


def test_what_a_program_says_is_passed_on(tmp_path: Path, settings: Settings) -> None:
    settings.HUIYIN_POSTGRESQL_BIN = str(tmp_path)
    stand_in(tmp_path, "echo 'pg_restore: error: could not extend file: No space left on device' >&2; exit 1")
    with pytest.raises(ToolFailed, match="No space left"):
        database.load_dump(tmp_path / "dump", URL)


def test_a_program_that_is_not_installed_is_named(tmp_path: Path, settings: Settings) -> None:
    settings.HUIYIN_POSTGRESQL_BIN = str(tmp_path)
    with pytest.raises(ToolMissing, match="pg_restore"):
        database.load_dump(tmp_path / "dump", URL)
