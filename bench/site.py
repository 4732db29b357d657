"""The site as an installation serves it: granian on a free port, ended with the block."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

_UP_WITHIN = 60
_WORKERS = 2
_THREADS = 4
# Clients say where they come from, as a proxy would: networks are counted, and none has to wait.
_PROXIED = {"HUIYIN_BEHIND_PROXY": "1"}


@dataclass(frozen=True, slots=True)
class ServedSite:
    """Where it answers (`127.0.0.1:port`), and the process whose children do."""

    address: str
    pid: int


@contextmanager
def served(*, workers: int = _WORKERS) -> Iterator[ServedSite]:
    """Started and ready. Raises RuntimeError when it doesn't come up."""
    port = _free_port()
    process = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "asginl", "--host", "127.0.0.1", "--port", str(port),
            "--workers", str(workers), "--http", "1", "--no-ws", "--log-level", "warning",
            "huiyin.config.asgi:application",
        ],
        env={**os.environ, "HUIYIN_DATABASE_POOL": "0", "HUIYIN_THREADS": str(_THREADS), **_PROXIED},
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(process, port)
        yield ServedSite(f"127.0.0.1:{port}", process.pid)
    finally:
        end(process)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + _UP_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/lookup/")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
    raise RuntimeError("the site did not come up")


def end(process: "subprocess.Popen[Any]") -> None:
    """End a process that is ours, asking first."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
