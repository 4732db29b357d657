"""Half-sent requests against the server as it is run: other people's pages answer, and what stands still is ended."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from huiyin.kernel.keys import create_keys

pytestmark = pytest.mark.both_databases

# So long a test waits for the server before it fails.
PATIENCE = 30
_SERVE = """
import sys, django; django.setup()
from huiyin.cli.serving import server_of
server_of("127.0.0.1", int(sys.argv[1]), workers=1, threads=2).serve()
"""
_LIMITS = {
    "HUIYIN_HEADER_SECONDS": "1",
    "HUIYIN_BODY_SECONDS": "600",
    "HUIYIN_UNFINISHED_OF_NETWORK": "30",
    "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
}
_HALF = (
    b"POST /lookup/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 100\r\n\r\nnumber=1"
)


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A server of its own with two threads; its pages that need no database are enough here."""
    var: Path = tmp_path_factory.mktemp("slow")
    create_keys(var / "keys")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = int(probe.getsockname()[1])
    ours = {name: value for name, value in os.environ.items() if not name.startswith("HUIYIN_")}
    with subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(free)], env={**ours, **_LIMITS, "HUIYIN_VAR": str(var)},
        stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT,
    ) as server:  # fmt: skip
        try:
            _until_it_answers(free, server)
            yield free
        finally:
            server.terminate()


def _until_it_answers(port: int, server: "subprocess.Popen[bytes]") -> None:
    while server.poll() is None:
        try:
            assert _page(port) == 200
        except OSError:
            threading.Event().wait(0.05)
        else:
            return
    raise AssertionError("the server didn't start")


def _connected(port: int, sent: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    connection.sendall(sent)
    return connection


def _page(port: int) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", "/lookup/")
        return connection.getresponse().status
    finally:
        connection.close()


def test_half_sent_forms_stop_no_one(port: int) -> None:
    """Ten times as many as there are threads; the page comes, and one that was half sent is answered when it ends."""
    held = [_connected(port, _HALF) for _ in range(20)]
    assert _page(port) == 200
    held[0].sendall(b"x" * 92)
    assert held[0].recv(100).startswith(b"HTTP/1.1 403")  # read whole; it has no form's token
    for connection in held:
        connection.close()


def test_a_network_that_holds_too_many_open_loses_those(port: int) -> None:
    """The thirty-first of a network takes the place of the slowest one, which is told so."""
    held = [_connected(port, _HALF) for _ in range(31)]
    assert _page(port) == 200
    ended = sum(_answered(connection) for connection in held)
    assert ended >= 1
    for connection in held:
        connection.close()


def _answered(connection: socket.socket) -> bool:
    """Whether something has come by now."""
    connection.settimeout(0.01)
    try:
        return connection.recv(100).startswith(b"HTTP/1.1 408")
    except TimeoutError:
        return False


@pytest.mark.parametrize("sent", [b"", b"GET /lookup/ HTTP/1.1\r\nHost: 127.0"])
def test_a_connection_that_says_nothing_is_ended(port: int, sent: bytes) -> None:
    """And so is one whose header never ends."""
    held = [_connected(port, sent) for _ in range(50)]
    assert _page(port) == 200
    assert {connection.recv(100)[:12] for connection in held} <= {b"", b"HTTP/1.1 408"}
    for connection in held:
        connection.close()
