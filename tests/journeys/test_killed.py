"""kill -9 in the middle of filing: after a restart all of a matter is there or none, and every receipt ever shown
still opens its matter.

In every run the processes of an installation on SQLite are killed; the long tests kill those of one on PostgreSQL,
and PostgreSQL itself under a site that goes on.
"""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import pg
from huiyin.web.bundles import bundle
from tests.cli.house import Installation, build, staff
from tests.journeys.web_filer import WebFiler

_CLIENTS = 3


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    """An installation of this test's own."""
    assert bundle("portal").scripts, "the front end isn't built: run `make build`"
    return staff(build(tmp_path))


@contextmanager
def _serving(installation: Installation) -> Iterator[tuple[int, "subprocess.Popen[str]"]]:
    """A web server with its worker in a process group of its own; whatever happens, the group is gone afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "huiyin.cli.main", "serve", "--port", str(port), "--with-worker"]
    with subprocess.Popen(
        command, env=installation.environment, cwd=installation.var.parent, text=True, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as server:  # fmt: skip
        assert server.stdout is not None
        try:
            # Nobody reads what it says: the pipe must not fill up and stop the server.
            threading.Thread(target=server.stdout.read, daemon=True).start()
            _until_it_answers(port, server)
            yield port, server
        finally:
            os.killpg(server.pid, signal.SIGKILL)


def _until_it_answers(port: int, server: "subprocess.Popen[str]") -> None:
    while server.poll() is None:
        try:
            WebFiler(port).get("/")
        except OSError:
            threading.Event().wait(0.05)
        else:
            return
    raise AssertionError("the server didn't start")


def _file_until(port: int, enough: int, kill: Callable[[], None]) -> list[tuple[str, str]]:
    """Several people file at once; when so many receipts have been shown something is killed under them."""
    shown: list[tuple[str, str]] = []
    killed = threading.Event()

    def work() -> None:
        while not killed.is_set():
            try:
                shown.append(WebFiler(port).file())
            except (OSError, http.client.HTTPException):
                return
            except AssertionError:
                # Where PostgreSQL is away the site says so instead of showing a receipt.
                if not killed.is_set():
                    raise
            if len(shown) >= enough and not killed.is_set():
                killed.set()
                kill()

    threads = [threading.Thread(target=work) for _ in range(_CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert killed.is_set(), "the server went away by itself"
    return shown


def _kill_processes(installation: Installation, _cluster: pg.Cluster | None) -> list[tuple[str, str]]:
    shown: list[tuple[str, str]] = []
    for enough in (4, 7, 5):
        with _serving(installation) as (port, server):
            shown += _file_until(port, enough, partial(os.killpg, server.pid, signal.SIGKILL))
    return shown


def _kill_database(installation: Installation, cluster: pg.Cluster | None) -> list[tuple[str, str]]:
    """The site goes on meanwhile, and has the database again when it is back."""
    assert cluster is not None
    shown: list[tuple[str, str]] = []
    with _serving(installation) as (port, _):
        for enough in (4, 7, 5):
            assert cluster.server is not None
            shown += _file_until(port, enough, partial(os.killpg, cluster.server.pid, signal.SIGKILL))
            cluster.server.wait()
            cluster.start()
            cluster.wait(urlsplit(cluster.url).password or "")
            assert all(WebFiler(port).opens(number, code) for number, code in shown)
    return shown


def test_every_receipt_ever_shown_opens_its_matter_after_kill_9(installation: Installation) -> None:
    _assert_nothing_is_lost(installation, _kill_processes(installation, None))


@pytest.mark.long
@pytest.mark.parametrize("kill", [_kill_processes, _kill_database])
def test_none_is_lost_on_postgresql_either(
    tmp_path: Path, kill: Callable[[Installation, pg.Cluster | None], list[tuple[str, str]]]
) -> None:
    """A cluster of its own that writes to the disk before it says that something is done, as in earnest."""
    with pg.own_cluster(durable=True) as cluster:
        installation = staff(build(tmp_path, {"HUIYIN_DATABASE_URL": cluster.url}))
        _assert_nothing_is_lost(installation, kill(installation, cluster))


def _assert_nothing_is_lost(installation: Installation, shown: list[tuple[str, str]]) -> None:
    with _serving(installation) as (port, _):
        for number, code in shown:
            assert WebFiler(port).opens(number, code), number
        # The site goes on: filing works as before.
        shown.append(WebFiler(port).file())
    matters = installation.count("SELECT count(*) FROM matters_matter")
    assert matters >= len(shown)
    assert installation.count("SELECT count(*) FROM matters_request") == matters
    assert installation.count("SELECT count(*) FROM vault_identity") == matters
    assert installation.count("SELECT count(*) FROM matters_search") == matters
    assert installation.count("SELECT count(DISTINCT subject_id) FROM clocks_clock") == matters
    assert installation.count("SELECT count(*) FROM ledger_entry WHERE kind = 'matters.matter.registered'") == matters
    for command in ("verify", "sweep"):
        exit_code, output = installation.run(command)
        assert exit_code == 0, output
