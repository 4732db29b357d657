"""A statement that fails leaves nobody's words in PostgreSQL's own log."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from psycopg import sql

from huiyin.cli.readiness import say_what_the_log_keeps
from huiyin.db.cursors import BoundCursor
from huiyin.db.quiet import QUIET, log_keeps_words
from huiyin.kernel.time import now
from huiyin.notices.models import Notice

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no log"),
]

WORDS = "我的邻居叫林知夏"


@pytest.fixture
def log() -> Path:
    """Where the server that the tests have started writes."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        (folder,) = cursor.fetchone()
    return Path(folder).parent / "server.log"


def _role() -> str:
    """Its own in each of several test processes, which share the server."""
    return f"plain_{connection.settings_dict['NAME']}"


@contextmanager
def _plain_role(extra: str = "") -> Iterator[None]:
    """Sessions of a role that is no superuser, as an installation has it; `extra` is run by the superuser before."""
    role, before = sql.Identifier(_role()), (connection.settings_dict["USER"], connection.settings_dict["PASSWORD"])
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'plain'").format(role))
        cursor.execute(sql.SQL("GRANT ALL ON ALL TABLES IN SCHEMA public TO {}").format(role))
        for line in extra.splitlines():
            cursor.execute(line)
    connection.close()
    connection.settings_dict["USER"], connection.settings_dict["PASSWORD"] = _role(), "plain"
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["USER"], connection.settings_dict["PASSWORD"] = before
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("DROP OWNED BY {}").format(role))
            cursor.execute(sql.SQL("DROP ROLE {}").format(role))


def _of_session(logged: str, pid: int) -> str:
    """The lines of one session among those of others, with those that go on below them."""
    kept, is_ours = [], False
    for line in logged.splitlines():
        if not line.startswith("\t"):
            is_ours = f"[{pid}]" in line
        if is_ours:
            kept.append(line)
    return "\n".join(kept)


def _refused(log: Path) -> str:
    """What the server logs of a row that it refuses, a key that is taken, and a value that doesn't fit."""
    before = log.stat().st_size
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    plain = {"template": "matter_news", "params": {"words": WORDS}, "created_at": now(), "dedupe": WORDS}
    duplicate = Notice(**plain, identity_id="0197aaaa-0000-7000-8000-000000000001", state="sent")
    duplicate.save()
    for broken in (
        Notice(**plain, state="sent"),
        Notice(**plain, identity_id=duplicate.identity_id, state="sent"),
        Notice(**{**plain, "last_error": WORDS * 20, "dedupe": f"{WORDS}2"}, officer_id=1, state="sent"),
    ):
        with pytest.raises(DatabaseError):
            broken.save(force_insert=True)
    with pytest.raises(DatabaseError):
        list(Notice.objects.extra(where=["params ->> 'words' = %s AND 1 / (tries - tries) > 0"], params=[WORDS]))
    duplicate.delete()
    with log.open("rb") as file:
        file.seek(before)
        return _of_session(file.read().decode(), pid)


def test_a_role_that_may_keeps_its_own_sessions_quiet(log: Path) -> None:
    connection.close()
    logged = _refused(log)
    assert logged.count("ERROR:") == 4
    assert WORDS not in logged
    assert not log_keeps_words()


def test_statements_of_the_orm_are_bound_on_the_server_and_not_prepared() -> None:
    """The plan of a list depends on its values; a prepared one would be the same for all of them."""
    for _ in range(6):
        assert not Notice.objects.filter(dedupe=WORDS).exists()
    with connection.cursor() as cursor:
        assert isinstance(cursor.cursor, BoundCursor)
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ["%notices_notice%"])
        assert cursor.fetchone() == (0,)


def test_no_words_stand_in_the_statements_of_a_plain_role(log: Path) -> None:
    with _plain_role():
        logged = _refused(log)
    statements = [line for line in logged.splitlines() if "STATEMENT:" in line]
    assert len(statements) == 4
    assert not any(WORDS in line for line in statements)


def test_the_lines_of_the_page_keep_a_plain_role_quiet(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The program says which lines are missing; they stand in docs/deploy.md word for word."""
    page = (Path(__file__).resolve().parents[2] / "docs" / "deploy.md").read_text(encoding="utf-8")
    with _plain_role():
        assert WORDS in _refused(log)
        say_what_the_log_keeps()
    lines = [line.strip() for line in capsys.readouterr().err.splitlines() if "ALTER ROLE" in line]
    assert len(lines) == len(QUIET)
    assert all(line.replace(_role(), "huiyin") in page for line in lines)
    with _plain_role("\n".join(lines)):
        logged = _refused(log)
        say_what_the_log_keeps()
    assert logged.count("ERROR:") == 4
    assert WORDS not in logged
    assert not capsys.readouterr().err
