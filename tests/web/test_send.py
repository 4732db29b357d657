"""What comes in: huge bodies, huge files; and what goes out: headers, choices of the reader."""

import runpy
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

import huiyin
from huiyin.web.htmx import render_partial_or_page
from huiyin.web.middleware import RefuseHugeBodies

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("failing_views")]


class _Unread(BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        raise AssertionError("the body must not be read")


def test_huge_body_is_refused_unread(settings: Any) -> None:
    """A body announced as 2 GB isn't read at all."""
    request = RequestFactory().post("/rooms/echo/", {"text": "x"})
    request.META["CONTENT_LENGTH"] = str(2 * 1024**3)
    request.META["wsgi.input"] = request._stream = _Unread()

    def unreachable(_: object) -> Any:
        raise AssertionError("nothing behind it is reached")

    response = RefuseHugeBodies(unreachable)(request)
    assert response.status_code == 413
    assert "附件太大" in response.content.decode()


def test_large_file_stops_at_the_limit(client: Client, settings: Any) -> None:
    """It arrives longer than allowed, so that it is refused by name, and no longer than a chunk beyond."""
    settings.HUIYIN_FILE_BYTES = 100_000
    large = BytesIO(b"x" * 700_000)
    large.name = "film.mp4"
    seen = client.post("/rooms/echo/", {"text": "", "files": large}).content.decode()
    assert 100_000 < int(seen.strip("|")) <= 100_000 + 64 * 1024


def test_several_files_are_counted_each(client: Client, settings: Any) -> None:
    """The limit is one file's, not all files'."""
    settings.HUIYIN_FILE_BYTES = 100_000
    files = [BytesIO(b"x" * 90_000) for _ in range(3)]
    for index, file in enumerate(files):
        file.name = f"{index}.jpg"
    assert client.post("/rooms/echo/", {"files": files}).content.decode() == "|90000|90000|90000"


@pytest.mark.parametrize("path", ["/", "/nowhere/", "/accounts/login/"])
def test_every_page_is_guarded(client: Client, path: str) -> None:
    """A strict policy, and no inline script or style that it would stop."""
    response = client.get(path)
    policy = response["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    page = response.content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert "onclick=" not in page


def test_large_type_stays(client: Client) -> None:
    """A cookie, a redirect back, no JavaScript; never to another site."""
    answer = client.post("/type-size/", {"large": "1", "next": "/accounts/login/"})
    assert answer.headers["Location"] == "/accounts/login/"
    assert 'class="type-large"' in client.get("/accounts/login/").content.decode()
    client.post("/type-size/", {"large": "0", "next": "/"})
    assert 'class="type-large"' not in client.get("/accounts/login/").content.decode()
    assert client.post("/type-size/", {"large": "1", "next": "https://elsewhere.example/"}).headers["Location"] == "/"


def test_language_switch(client: Client) -> None:
    """By a plain form; no script and no other site gets at the cookie."""
    client.post("/language/", {"language": "en", "next": "/accounts/login/"})
    cookie = client.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert '<html lang="en"' in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize(("address", "secure"), [("https://huiyin.example", True), ("http://127.0.0.1", False)])
def test_cookies_are_for_tls_alone_where_the_site_has_it(
    monkeypatch: pytest.MonkeyPatch, address: str, secure: bool
) -> None:
    monkeypatch.setenv("HUIYIN_SITE_URL", address)
    found = runpy.run_path(str(Path(huiyin.__file__).parent / "config" / "settings.py"))
    names = {name for name in found if name.endswith("COOKIE_SECURE")}
    assert names == {"SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE"}
    assert {found[name] for name in names} == {secure}


@pytest.mark.parametrize(
    ("headers", "whole"),
    [
        ({}, True),
        ({"HX-Request": "true"}, False),
        ({"HX-Request": "true", "HX-Boosted": "true"}, True),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, True),
    ],
)
def test_partial_or_page(headers: dict[str, str], whole: bool) -> None:
    """HTMX gets the part, everybody else the page, and caches keep the two apart."""
    request = RequestFactory().get("/", headers=headers)
    response = render_partial_or_page(request, page="429.html", partial="components/mark.html", context={})
    assert ("<html" in response.content.decode()) is whole
    assert "HX-Request" in response["Vary"]
