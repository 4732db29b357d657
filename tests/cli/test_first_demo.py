"""A first demo, from an empty folder to a letter as PDF: what prepared it and what serves it are one command."""

import re
import signal
import socket
import time
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from huiyin.cli.demo.heroes import heroes_shown
from tests.cli.house import House
from tests.cli.test_working import free_port, until

# A print has 20 seconds, and so many letters are printed while this waits; a hanging one would need for ever.
_LIMIT = 60
_RECEIPT = re.compile(r"(\d{8}-\d{4}-\d{4}) │ ([0-9A-Z-]{23}) │ (\S+)")


def test_a_first_demo_prepares_serves_and_prints(tmp_path: Path) -> None:
    house = House(tmp_path / "var")
    port = free_port()
    with house.start("demo", "--port", str(port), "--matters", "1") as demo:
        try:
            said = until(demo, "worker 已启动", "Started worker")
            _wait_until_it_listens(port)
            _read_a_letter(f"http://127.0.0.1:{port}", *_answered(said))
        finally:  # else whoever leaves this block waits for a server that nobody ends
            demo.send_signal(signal.SIGTERM)
        said += demo.communicate()[0]
    assert demo.returncode == 0, said


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


def _answered(said: str) -> tuple[str, str]:
    """Number and code of the matter whose answer has arrived, as the command shows them."""
    assert heroes_shown()[0].token == "demo-answered"
    first = _RECEIPT.search(said)
    assert first, said
    return first[1], first[2]


def _look_up(visitor: OpenerDirector, site: str, number: str, code: str) -> None:
    with visitor.open(f"{site}/lookup/", timeout=_LIMIT) as page:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())
    assert token
    form = urlencode({"csrfmiddlewaretoken": token[1], "number": number, "code": code}).encode()
    with visitor.open(Request(f"{site}/lookup/", form), timeout=_LIMIT) as page:  # noqa: S310 - our own server
        assert page.url == f"{site}/status/"
