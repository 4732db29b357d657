"""Nothing typed is lost: expired page, ended session, full disk, busy database."""

import re
from typing import Any

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client

from huiyin.web.storage import Trouble, trouble_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("failing_views"), pytest.mark.both_databases]

TEXT = "第一段\r\n\r\n第二段，“引号”与 <标签>"
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


def _carried(page: str) -> dict[str, str]:
    found = re.findall(r'<textarea class="carried" name="([^"]+)" hidden>\n(.*?)</textarea>', page, re.S)
    return {name: value.replace("&lt;", "<").replace("&gt;", ">") for name, value in found}


def _token(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found
    return found[1]


def test_expired_page_sends_the_same_again() -> None:
    """The button of the page sends the very same fields with a token that is valid."""
    browser = Client(enforce_csrf_checks=True)
    refused = browser.post("/rooms/echo/", {"text": TEXT}, headers=SAME_SITE)
    page = refused.content.decode()
    assert refused.status_code == 403
    assert _carried(page) == {"text": TEXT}
    again = browser.post("/rooms/echo/", {**_carried(page), "csrfmiddlewaretoken": _token(page)}, headers=SAME_SITE)
    assert again.status_code == 200
    assert again.content.decode() == TEXT + ""


def test_expired_page_asks_for_the_files_again() -> None:
    """A browser can't hand files over again by itself, so the page names them and has a field for them."""
    browser = Client(enforce_csrf_checks=True)
    data = {"text": TEXT, "files": SimpleUploadedFile("现场.jpg", b"x")}
    page = browser.post("/rooms/echo/", data, headers=SAME_SITE).content.decode()
    assert "附件要重新选择：现场.jpg" in page
    assert 'type="file" name="files"' in page


def test_expired_page_never_offers_a_password() -> None:
    """Neither shown nor carried along."""
    browser = Client(enforce_csrf_checks=True)
    for path in ("/rooms/echo/", "/accounts/login/"):
        page = browser.post(path, {"login": "handler", "password": "verborgen-x"}, headers=SAME_SITE).content.decode()
        assert "verborgen-x" not in page
        assert "carried" not in page


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "none"}, {}],
)
def test_expired_page_offers_nothing_of_another_site(headers: dict[str, str]) -> None:
    """Else one press would send a stranger's words in the reader's name."""
    page = Client(enforce_csrf_checks=True).post("/rooms/echo/", {"text": TEXT}, headers=headers).content.decode()
    assert "第二段" not in page
    assert "carried" not in page


@pytest.mark.parametrize("room", ["disk-full", "quota", "sqlite-full"])
def test_full_disk_keeps_everything(client: Client, room: str) -> None:
    """507, the sentence, all fields and a button."""
    response = client.post(f"/rooms/{room}/", {"text": TEXT, "kind": "claim"}, headers=SAME_SITE)
    page = response.content.decode()
    assert response.status_code == 507
    assert "请稍后再按一次，内容都还在" in page
    assert _carried(page) == {"text": TEXT, "kind": "claim"}
    assert f'action="/rooms/{room}/"' in page


def test_busy_database_keeps_everything(client: Client) -> None:
    """503 with the same button."""
    response = client.post("/rooms/sqlite-locked/", {"text": TEXT}, headers=SAME_SITE)
    assert response.status_code == 503
    assert _carried(response.content.decode()) == {"text": TEXT}


def test_full_disk_while_reading_is_shown_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure outside of any view ends at the 500 handler, which knows a full disk when it sees one."""

    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("huiyin.web.uploads.StopAtLimit.receive_data_chunk", full)
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    response = browser.post(
        "/rooms/echo/", {"text": TEXT, "files": SimpleUploadedFile("a.jpg", b"x")}, headers=SAME_SITE
    )
    assert response.status_code == 507
    assert "现在存不下" in response.content.decode()


def test_ended_session_keeps_the_text(desk: Client) -> None:
    """A form sent after the session ended: the text, where to sign in, and the button."""
    desk.session.flush()
    response = desk.post("/desk/rooms/echo/", {"text": TEXT}, headers=SAME_SITE)
    page = response.content.decode()
    assert response.status_code == 403
    assert "登录已过期" in page
    assert _carried(page) == {"text": TEXT}
    assert "/accounts/login/" in page


def test_ended_session_replaces_the_page_for_htmx(desk: Client) -> None:
    """The whole page, instead of a sign-in form inside a list."""
    desk.session.flush()
    response: Any = desk.get("/desk/rooms/echo/", headers={"HX-Request": "true"})
    assert response["HX-Retarget"] == "body"
    assert "next=%2Fdesk%2Frooms%2Fecho%2F" in response.content.decode()


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (psycopg.errors.DiskFull(), Trouble.FULL),
        (psycopg.errors.DeadlockDetected(), Trouble.BUSY),
        (psycopg.errors.TooManyConnections(), Trouble.BUSY),
        (psycopg.OperationalError("connection refused"), Trouble.AWAY),
        (psycopg.errors.AdminShutdown(), Trouble.AWAY),
        (psycopg.errors.ConnectionFailure(), Trouble.AWAY),
        (psycopg.errors.UniqueViolation(), None),
        (psycopg.errors.OutOfMemory(), None),
        (FileNotFoundError(2, "No such file or directory"), None),
        (None, None),
    ],
)
def test_storage_trouble_is_shown_apart(error: Exception | None, trouble: Trouble | None) -> None:
    """PostgreSQL names it by its state, the operating system by its number; everything else is a fault of ours."""
    wrapped = OperationalError("x")
    wrapped.__cause__ = error
    assert trouble_of(wrapped) is trouble
