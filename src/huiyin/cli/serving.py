"""The web server, with the worker beside it where one machine does everything."""

import errno
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import click
from django.conf import settings
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server import Server
from granian.server.common import AbstractServer

from huiyin.cli.readiness import demand_servable, say_what_accounts_lack, say_what_lacks, say_what_the_log_keeps
from huiyin.kernel.errors import Conflict, NotReady
from huiyin.kernel.parent import SERVER_PROCESS

_RESTART_AFTER = 5.0
_STOP_WITHIN = 30.0
_BACKLOG = 2048


class AddressTaken(Conflict):
    """Another program listens there."""

    sentence = "%(host)s 的 %(port)s 端口已经有别的程序在用，请用 --port 换一个。"


class AddressUnusable(NotReady):
    """The machine has no such address, or this user may not listen on the port."""

    sentence = "%(host)s 的 %(port)s 端口用不了：%(reason)s。"


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址。 Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="端口。 Port.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1), help="进程数。 Processes.")
@click.option(
    "--threads", default=None, type=click.IntRange(1), help="每进程线程数，默认见 HUIYIN_THREADS。 Threads in each."
)
@click.option("--with-worker", is_flag=True, help="同时运行 worker。 Run the worker too.")
def serve(host: str, port: int, workers: int, threads: int | None, with_worker: bool) -> None:
    """启动网站。 Serve the pages until stopped."""
    demand_servable()
    demand_free(host, port)
    server = server_of(host, port, workers=workers, threads=threads)
    say_what_lacks()
    say_what_accounts_lack()
    say_what_the_log_keeps()
    click.echo(f"网站：http://{host}:{port}")
    with worker_beside() if with_worker else nullcontext():
        server.serve()


def server_of(host: str, port: int, *, workers: int, threads: int | None = None) -> "AbstractServer[Any]":
    """The server, not started yet; `threads` None as HUIYIN_THREADS says."""
    # For the processes that the server starts.
    os.environ["HUIYIN_THREADS"] = str(threads or settings.HUIYIN_THREADS)
    os.environ[SERVER_PROCESS] = str(os.getpid())
    return Server(
        "huiyin.config.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        workers=workers,
        websockets=False,
        # Only this way a connection that says nothing at all is ended in time, too.
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=settings.HUIYIN_HEADER_SECONDS * 1000),
        backlog=_BACKLOG,
        backpressure=settings.HUIYIN_CONNECTIONS,
        respawn_failed_workers=True,
        workers_kill_timeout=int(_STOP_WITHIN),
    )


def demand_free(host: str, port: int) -> None:
    """Nobody listens there yet. Raises AddressTaken, AddressUnusable.

    The server shares its port between its processes, and the kernel would share it with a stranger's as well: two
    installations on one port would take turns in answering.
    """
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            # Else connections of the last run that are still closing would count as somebody who listens.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise AddressTaken(host=host, port=port) from error
        raise AddressUnusable(host=host, port=port, reason=error.strerror) from error


@contextmanager
def worker_beside() -> Iterator[None]:
    """A worker process for as long as the block lasts; should it die, another one is started."""
    stop = threading.Event()
    watch = threading.Thread(target=_keep_running, args=(stop,), name="worker-watch", daemon=True)
    watch.start()
    try:
        yield
    finally:
        stop.set()
        watch.join(_STOP_WITHIN + 1)


def _keep_running(stop: threading.Event) -> None:
    while not stop.is_set():
        # By this number the worker notices when the server was killed and couldn't stop it.
        command = [sys.executable, "-m", "huiyin.cli.main", "worker", "--parent", str(os.getpid())]
        process = subprocess.Popen(command)  # noqa: S603 - this very program
        while process.poll() is None and not stop.wait(0.2):
            pass
        if process.poll() is None:
            _end(process)
        elif not stop.is_set():
            click.echo(f"worker 意外停止（{process.returncode}），{_RESTART_AFTER:g} 秒后重启。", err=True)
            stop.wait(_RESTART_AFTER)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(_STOP_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
