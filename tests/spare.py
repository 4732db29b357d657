"""Runs of the command without the wait for the imports of Python's and Django's libraries.

A spare process has loaded libraries, but no settings and nothing of this project. Each run is a fork of it: a process
of its own with the environment, the folder and the output that its caller names, which begins where
`python -m MODULE …` or `python -c SCRIPT` would begin.
"""

import atexit
import gc
import importlib
import json
import os
import runpy
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

# What takes long to load and reads no settings.
_LIBRARIES = (
    "asgiref.sync", "asyncio", "click", "cryptography.hazmat.primitives.ciphers.aead", "dj_database_url",
    "django_stubs_ext", "docxtpl", "openpyxl", "pikepdf", "PIL.Image", "psycopg", "pypdf", "pyrage", "rich.console",
    "segno", "statistics", "django.contrib.admin", "django.core.management.commands.migrate",
    "django.core.mail", "django.db.backends.postgresql.base", "django.db.backends.sqlite3.base",
    "django.db.migrations.executor", "django.forms", "django.shortcuts", "django.template.backends.django",
    "django.urls", "django.utils.translation.trans_real", "django.views.generic",
)  # fmt: skip
_lock = threading.Lock()


def run(arguments: list[str], environment: Mapping[str, str], folder: Path) -> tuple[int, str]:
    """Run Python with these arguments to its end: exit code (negative: the signal) and everything it said."""
    order = json.dumps({"arguments": arguments, "environment": dict(environment), "folder": str(folder)})
    reader, writer = os.pipe()
    with _lock, open(reader, encoding="utf-8", errors="replace") as pipe:
        line = _line()
        socket.send_fds(line, [b"!"], [writer])
        os.close(writer)
        line.sendall(f"{order}\n".encode())
        output = pipe.read()
        return int(line.recv(16)), output


@cache
def _line() -> socket.socket:
    """The line to the spare process, which ends when it is cut."""
    ours, theirs = socket.socketpair()
    with theirs:
        command = [sys.executable, "-u", __file__, str(theirs.fileno())]
        process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
    atexit.register(process.wait)
    atexit.register(ours.close)
    return ours


def _wait_for_an_order(line: socket.socket) -> tuple[dict[str, Any], int] | None:
    """In a fork: what it shall run, and where its output goes. In the spare process: None, when the line is cut."""
    while True:
        _, writers, _, _ = socket.recv_fds(line, 1, 1)
        if not writers:
            return None
        with line.makefile("rb") as lines:
            order = json.loads(lines.readline())
        child = os.fork()
        if not child:
            line.close()
            return order, writers[0]
        os.close(writers[0])
        _, status = os.waitpid(child, 0)
        line.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())


def _become(order: dict[str, Any], output: int) -> None:
    for number in (1, 2):
        os.dup2(output, number)
    os.close(output)
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environment"])
    sys.path[:0] = [order["folder"], *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    option, what, *arguments = order["arguments"]
    sys.argv = [option, *arguments]
    if option == "-m":
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        exec(compile(what, "<string>", "exec"), {"__name__": "__main__"})  # noqa: S102 - the caller's own script


def _main() -> None:
    # Of the tests only this file is to be found.
    del sys.path[0]
    for name in _LIBRARIES:
        importlib.import_module(name)
    gc.freeze()
    ordered = _wait_for_an_order(socket.socket(fileno=int(sys.argv[1])))
    if ordered:
        _become(*ordered)


if __name__ == "__main__":
    _main()
