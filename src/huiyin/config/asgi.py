"""The door for the server: all of a request is received first, then Django answers it in a thread."""

import os
import resource
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from huiyin.config import environment
from huiyin.config.wsgi import application as answering
from huiyin.kernel.parent import SERVER_PROCESS, end_with_parent
from huiyin.web.gateway import Gateway, Limits
from huiyin.web.gateway.limits import largest_body


def _arrivals() -> Path:
    """Where bodies lie while they arrive: nobody else can read them, and they have no name."""
    folder: Path = settings.HUIYIN_VAR / "arriving"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _allow_many_connections() -> None:
    """Each connection takes a file descriptor; by default a process may have 1024."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _end_with_server() -> None:
    """Where `huiyin serve` has started this process: once it was killed nobody would ever end this one."""
    if server := os.environ.get(SERVER_PROCESS):
        end_with_parent(int(server))


_end_with_server()
_allow_many_connections()
application = Gateway(
    answering,
    Limits(
        # The option of `huiyin serve` comes before the setting that was read when its process began.
        threads=environment.number("THREADS", settings.HUIYIN_THREADS),
        folder=_arrivals(),
        largest=largest_body(settings.HUIYIN_FILE_BYTES),
        body_seconds=settings.HUIYIN_BODY_SECONDS,
        body_rate=settings.HUIYIN_BODY_RATE,
        unfinished=settings.HUIYIN_UNFINISHED,
        unfinished_of_network=settings.HUIYIN_UNFINISHED_OF_NETWORK,
        behind_proxy=settings.HUIYIN_BEHIND_PROXY,
    ),
)
