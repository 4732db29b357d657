"""A full disk: a sentence instead of an error, everything typed still there, nothing stored by half."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client

from huiyin.ledger.models import Entry
from huiyin.matters.models import Matter, Request
from tests.cast import make_cast
from tests.journeys.web_filer import STEPS

# So long that no page that is half full has room for it.
_LONG = "".join(chr(0x4E00 + place * 7 % 5000) for place in range(4000))


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


def _fill_free_pages() -> None:
    """Give back what deleted rows have left, so that the next insert needs a page of its own."""
    connection.cursor().execute("VACUUM")
