"""A connection that the server has ended is noticed before a request uses it, and only that one costs a question."""

import psycopg
import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.postgresql import base

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no connection to lose")


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_has_ended_is_opened_again(monkeypatch: pytest.MonkeyPatch) -> None:
    connection.ensure_connection()
    ended = connection.connection
    with psycopg.connect(ended.info.dsn, password=ended.info.password, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [ended.info.backend_pid])
    # As at the beginning of a request.
    real = connections[DEFAULT_DB_ALIAS]
    monkeypatch.setattr(real, "health_check_enabled", True)
    monkeypatch.setattr(real, "health_check_done", False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert connection.connection is not ended


@pytest.mark.django_db
def test_a_connection_at_rest_is_asked_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(base.DatabaseWrapper, "is_usable", asked.append)
    connection.ensure_connection()
    assert connection.is_usable()
    assert not asked
