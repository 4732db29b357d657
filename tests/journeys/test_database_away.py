"""PostgreSQL goes away while people write: 503 with a sentence, every word given back, nothing kept by half."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from huiyin.matters.models import Matter
from tests.cast import Cast, make_cast
from tests.desk.test_register import ADDRESS, _form
from tests.journeys.web_filer import STEPS

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is a file of ours and doesn't go away"),
]

SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
_CARRIED = re.compile(r'<textarea class="carried" name="([^"]+)" hidden>\n(.*?)</textarea>', re.DOTALL)


@contextmanager
def _away() -> Iterator[None]:
    """Nobody listens where the database was."""
    port = connection.settings_dict["PORT"]
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        connection.close()
        connection.settings_dict["PORT"] = unused.getsockname()[1]
        try:
            yield
        finally:
            connection.settings_dict["PORT"] = port
            connection.close()


def _killed() -> None:
    """The server ends our connection, as it does with all when it is shut down."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    with psycopg.connect(**_address(), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def _address() -> dict[str, Any]:
    parts = connection.settings_dict
    return {"host": parts["HOST"], "port": parts["PORT"], "user": parts["USER"], "password": parts["PASSWORD"],
            "dbname": parts["NAME"]}  # fmt: skip


def _away_page(browser: Client, path: str, typed: dict[str, str]) -> dict[str, str]:
    """What the page of a form that couldn't be finished carries along, to be sent once more."""
    answer = browser.post(path, typed, headers=SAME_SITE)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert answer["Retry-After"] == "120"
    assert "系统暂时连不上数据库" in page
    assert "请稍后再按一次，内容都还在。什么也没有存一半。" in page
    return {name: unescape(value) for name, value in _CARRIED.findall(page)}


def _officer(cast: Cast) -> Client:
    browser = Client(raise_request_exception=False)
    officer = get_user_model()._default_manager.get(pk=cast.officers["registrar"])
    browser.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def test_anyone_who_files_gets_every_word_back_and_files_afterwards() -> None:
    make_cast()
    browser = Client(raise_request_exception=False)
    for step, fields in STEPS:
        typed = {**fields, "do": "next"}
        with _away():
            carried = _away_page(browser, f"/file/{step}/", typed)
        assert carried.items() >= {name: value for name, value in typed.items() if value}.items()
        assert browser.post(f"/file/{step}/", carried).status_code == 302
    with _away():
        assert _away_page(browser, "/file/check/", {"do": "send"}) == {"do": "send"}
        assert browser.get("/file/what/").status_code == 503
    assert not Matter.objects.exists()
    assert browser.post("/file/check/", {"do": "send"}).headers["Location"] == "/receipt/"
    assert Matter.objects.count() == 1


def test_an_officer_gets_every_word_back_and_stays_signed_in() -> None:
    browser = _officer(make_cast())
    given = _form(browser)
    with _away():
        carried = _away_page(browser, ADDRESS, given)
        assert browser.get("/desk/").status_code == 503
    assert carried.items() >= {name: value for name, value in given.items() if value}.items()
    assert not Matter.objects.exists()
    assert browser.post(ADDRESS, carried).status_code == 302
    assert Matter.objects.count() == 1


def test_a_connection_ended_by_the_server_gives_the_same_page() -> None:
    browser = _officer(make_cast())
    given = _form(browser)
    _killed()
    assert _away_page(browser, ADDRESS, given)["text"] == given["text"]
    connection.close()
    assert not Matter.objects.exists()
    assert browser.post(ADDRESS, given).status_code == 302


def test_the_right_password_is_not_mistaken_for_a_wrong_one() -> None:
    make_cast()
    with _away():
        answer = Client(raise_request_exception=False).post(
            "/accounts/login/", {"login": "registrar", "password": "ein-langes-wort"}, headers=SAME_SITE
        )
    assert answer.status_code == 503
    assert "系统暂时连不上数据库" in answer.content.decode()
