"""kill -9 of the main process alone: its web processes end too, and the port is free for the next one."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection

from huiyin.cli.serving import AddressTaken, demand_free
from tests.cli.house import Installation

_WITHIN = 40.0


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/lookup/")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _is_free(port: int) -> bool:
    try:
        demand_free("127.0.0.1", port)
    except AddressTaken:
        return False
    return True


def _becomes(ask: Callable[[int], bool], port: int) -> bool:
    until = time.monotonic() + _WITHIN
    while not ask(port):
        if time.monotonic() > until:
            return False
        threading.Event().wait(0.05)
    return True


def test_the_port_is_free_after_the_main_process_was_killed(installation: Installation) -> None:
    port = _port()
    with subprocess.Popen(
        [sys.executable, "-m", "huiyin.cli.main", "serve", "--port", str(port), "--workers", "2"],
        env=installation.environment, cwd=installation.var.parent, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as server:  # fmt: skip
        try:
            assert _becomes(_answers, port)
            server.send_signal(signal.SIGKILL)
            server.wait()
            assert _becomes(_is_free, port)
            assert not _answers(port)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)
