"""A demo up to a letter as PDF: what prepares it and what serves it are one command."""

import re
import signal
import socket
import time
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest

from huiyin.cli.demo.folder import DemoFolder, Progress
from huiyin.cli.demo.heroes import heroes_shown
from huiyin.kernel.keys import create_keys
from tests.cli.house import Installation
from tests.cli.test_working import free_port, until
from tests.migrated import ROOT, copy_migrated

# A print has 20 seconds, and so many letters are printed while this waits; a hanging one would need for ever.
_LIMIT = 60
_COUNTY = """
import django; django.setup()
from tests.cast import make_cast
cast = make_cast()
cast.answer(cast.file(token="demo-answered"))
"""
_RECEIPT = re.compile(r"(\d{8}-\d{4}-\d{4}) │ ([0-9A-Z-]{23}) │ (\S+)")


@pytest.mark.long
def test_a_first_demo_prepares_serves_and_prints(tmp_path: Path) -> None:
    """From an empty folder, every migration applied by itself, all of the county played."""
    _serves_and_prints(Installation(tmp_path / "var"), "--matters", "1")


def test_a_demo_prints_its_letters_serves_and_prints_again(tmp_path: Path) -> None:
    """In a folder where the county is there already; what prepares it ends before the server begins."""
    installation = Installation(tmp_path / "var")
    create_keys(installation.var / "keys")
    copy_migrated(installation.var / "huiyin.sqlite3")
    prepared = Installation(
        installation.var, {"DJANGO_SETTINGS_MODULE": "huiyin.config.settings", "PYTHONPATH": str(ROOT)}
    )
    code, output = prepared.script(_COUNTY)
    assert code == 0, output
    DemoFolder(installation.var).mark(Progress.READY)
    _serves_and_prints(installation)


def _serves_and_prints(installation: Installation, *arguments: str) -> None:
    port = free_port()
    with installation.start("demo", "--port", str(port), *arguments) as demo:
        try:
            output = until(demo, "worker 已启动", "Started worker")
            _wait_until_it_listens(port)
            _read_a_letter(f"http://127.0.0.1:{port}", *_answered(output))
        finally:  # else whoever leaves this block waits for a server that nobody ends
            demo.send_signal(signal.SIGTERM)
        output += demo.communicate()[0]
    assert demo.returncode == 0, output


def _wait_until_it_listens(port: int) -> None:
    """The server says that its process is there a moment before it takes connections."""
    deadline = time.monotonic() + _LIMIT
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), _LIMIT).close()
        except ConnectionRefusedError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        else:
            return


def _read_a_letter(site: str, number: str, code: str) -> None:
    visitor = build_opener(HTTPCookieProcessor(CookieJar()))
    _look_up(visitor, site, number, code)
    for _press in range(5):
        with visitor.open(f"{site}/status/reply/pdf/", timeout=_LIMIT) as letter:
            assert letter.read(5) == b"%PDF-"


def _answered(output: str) -> tuple[str, str]:
    """Number and code of the matter whose answer has arrived, as the command shows them."""
    assert heroes_shown()[0].token == "demo-answered"
    first = _RECEIPT.search(output)
    assert first, output
    return first[1], first[2]


def _look_up(visitor: OpenerDirector, site: str, number: str, code: str) -> None:
    with visitor.open(f"{site}/lookup/", timeout=_LIMIT) as page:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())
    assert token
    form = urlencode({"csrfmiddlewaretoken": token[1], "number": number, "code": code}).encode()
    with visitor.open(Request(f"{site}/lookup/", form), timeout=_LIMIT) as page:  # noqa: S310 - our own server
        assert page.url == f"{site}/status/"
