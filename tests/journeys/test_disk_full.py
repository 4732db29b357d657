"""A full disk: a sentence instead of an error, everything typed still there, nothing stored by half."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.db import OperationalError, connection
from django.test import Client

from huiyin.ledger.models import Entry
from huiyin.matters.models import Matter, Request
from tests.cast import make_cast
from tests.journeys.web_filer import STEPS

# So long that no page that is half full has room for it.
_LONG = "".join(chr(0x4E00 + number * 7 % 5000) for number in range(4000))

_PASSWORD = "ein-langes-wort-2026"
_FULL = "database or disk is full"


@contextmanager
def _disk_full() -> Iterator[None]:
    """SQLite may take no further page, which is what it finds on a full disk."""
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        try:
            yield
        finally:
            cursor.execute("PRAGMA max_page_count = 1000000")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's disk can't be filled from here")
def test_filing_on_a_full_disk_loses_nothing() -> None:
    make_cast()
    client = Client()
    for step, fields in STEPS:
        typed = {**fields, "text": _LONG} if "text" in fields else fields
        assert client.post(f"/file/{step}/", {**typed, "do": "next"}).status_code == 302
    entries = Entry.objects.count()
    _fill_free_pages()
    with _disk_full():
        answer = client.post("/file/check/", {"do": "send"})
        assert answer.status_code == 507
        assert "现在存不下" in answer.content.decode()
    assert (Matter.objects.count(), Request.objects.count(), Entry.objects.count()) == (0, 0, entries)
    assert client.post("/file/check/", {"do": "send"}).status_code == 302
    assert "查询码" in client.get("/receipt/").content.decode()
    assert Matter.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_right_password_on_a_full_disk_is_neither_wrong_nor_too_many() -> None:
    cast = make_cast()
    officer = get_user_model()._default_manager.get(pk=cast.officers["registrar"])
    officer.set_password(_PASSWORD)
    officer.save()
    client = Client(raise_request_exception=False)
    typed = {"login": officer.get_username(), "password": _PASSWORD}
    with connection.execute_wrapper(_no_room):
        for _ in range(7):
            _check_full_disk_page(client.post("/accounts/login/", typed))
        _check_full_disk_page(client.post("/accounts/login/", {**typed, "password": "mistyped-words"}))
    assert client.post("/accounts/login/", typed).headers["Location"] == "/desk/"


def _no_room(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
    """No page is left for whatever is written; small rows would still find one that is half full."""
    if not sql.startswith(("INSERT", "UPDATE")):
        return execute(sql, *rest)
    cause = psycopg.errors.DiskFull() if connection.vendor == "postgresql" else sqlite3.OperationalError(_FULL)
    raise OperationalError(_FULL) from cause


def _check_full_disk_page(answer: Any) -> None:
    page = answer.content.decode()
    assert answer.status_code == 507
    assert "现在存不下" in page and "请按浏览器的“后退”，过几分钟再发一次" in page
    assert not any(words in page for words in ("输错", "太频繁", "对不上", "请求太多", _PASSWORD))


def _fill_free_pages() -> None:
    """Give back what deleted rows have left, so that the next insert needs a page of its own."""
    connection.cursor().execute("VACUUM")
