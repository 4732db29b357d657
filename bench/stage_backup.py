"""A backup while people file, and the same restored elsewhere with its ledger verified there."""

import os
import random
import secrets
import shutil
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from bench import house
from bench.clients import run_clients
from bench.fill import register_up_to
from bench.order import Order
from huiyin.backup.encryption import identity_create
from huiyin.documents.services import file_store
from huiyin.flows.worker_round import ledger_order
from huiyin.kernel.time import now

_FILES, _FILE_BYTES = 400, 250_000
_CLIENTS = 4


@dataclass(frozen=True, slots=True)
class Done:
    """A command that has run: seconds by the clock and of the processor, and the most memory of a process of it."""

    seconds: float
    cpu: float
    megabytes: float


def backup_rows(order: Order) -> list[dict[str, Any]]:
    """With the largest number of matters that was asked for."""
    county = house.build()
    size = max(order.sizes)
    register_up_to(county, have=0, want=size, chance=order.chance())
    chance = random.Random(1)
    for _ in range(_FILES):
        file_store(content=BytesIO(b"text " + chance.randbytes(_FILE_BYTES).hex().encode()), name="a.txt", at=now())
    while ledger_order(now()):
        pass
    var = Path(settings.HUIYIN_VAR)
    given = {"HUIYIN_BACKUP": str(var / "backups"), "HUIYIN_BACKUP_RECIPIENTS": identity_create(var / "identity.txt")}
    quiet = run_clients(count=_CLIENTS, arguments=["service"], seconds=order.seconds)
    with ThreadPoolExecutor(max_workers=1) as pool:
        creating = pool.submit(_run, ["backup", "create"], given)
        loaded = run_clients(count=_CLIENTS, arguments=["service"], seconds=4 * order.seconds)
        first = creating.result()
    again = _run(["backup", "create"], given)
    with _elsewhere() as other:
        restored = _run(["backup", "restore", "--identity", str(var / "identity.txt")], {**given, **other})
    kept = sum(path.stat().st_size for path in (var / "backups").rglob("*") if path.is_file())
    found = [("first, under load", first), ("a second one", again), ("restored and verified elsewhere", restored)]
    return [
        {
            "what": what,
            "matters": size,
            "seconds": round(done.seconds, 1),
            "cpu_s": round(done.cpu, 1),
            "most_mb": round(done.megabytes),
            "folder_mb": round(kept / 1e6),
            "p95_before_ms": quiet.timings.summary()["p95_ms"],
            "p95_meanwhile_ms": loaded.timings.summary()["p95_ms"],
            "filed_meanwhile": len(loaded.timings.seconds),
        }
        for what, done in found
    ]


def _run(words: Sequence[str], given: Mapping[str, str]) -> Done:
    began = time.monotonic()
    command = [sys.executable, "-m", "huiyin.cli.main", *words]
    pid = os.posix_spawn(sys.executable, command, {**os.environ, **given})
    _, status, used = os.wait4(pid, 0)
    if status:
        raise RuntimeError(f"{words} ended with {os.waitstatus_to_exitcode(status)}")
    return Done(time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


@contextmanager
def _elsewhere() -> Iterator[Mapping[str, str]]:
    """Settings of a second machine that has only the keys."""
    var = Path(settings.HUIYIN_VAR) / "elsewhere"
    shutil.copytree(settings.HUIYIN_KEYS, var / "keys")
    if connection.vendor == "sqlite":
        yield {"HUIYIN_VAR": str(var), "HUIYIN_DATABASE_URL": f"sqlite:///{var}/huiyin.sqlite3"}
        return
    name, url = f"elsewhere_{secrets.token_hex(4)}", settings.HUIYIN_DATABASE_URL
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield {"HUIYIN_VAR": str(var), "HUIYIN_DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{name}"))}
