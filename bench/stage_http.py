"""Registrations a second through the real form: granian serves the site, clients press "send" on the last page."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from bench import house, plain, words
from bench.clients import run_clients
from bench.filing import statements_of
from bench.house import House
from bench.order import Order
from bench.processor import tree_cpu
from huiyin.flows.draft_filing import draft_submit
from huiyin.intake.services import draft_save
from huiyin.kernel.time import now

_WARM = 12
# Drafts are made before the clock starts; more than so many no two cores send within a second.
_MOST_PER_SECOND = 900
_UP_WITHIN = 60
_WORKERS = 2
_THREADS = 4


def http_rows(order: Order) -> list[dict[str, Any]]:
    """The form, and beside it six plain statements, with each number of clients."""
    county = house.build()
    plain.create()
    found = []
    statements = _statements(county, order)
    with _served() as (address, server):
        for count in order.clients:
            bare = run_clients(count=count, arguments=["plain-six"], seconds=order.seconds / 2)
            _drafts(county, order, count)
            before = tree_cpu(server)
            load = run_clients(count=count, arguments=["http", "--address", address], seconds=order.seconds)
            cpu = load.cpu_ms + (tree_cpu(server) - before) / max(len(load.timings.seconds), 1) * 1000
            found.append(
                {
                    "what": "form over HTTP",
                    "clients": count,
                    "per_second": round(load.per_second, 1),
                    "cpu_ms": round(cpu, 2),
                    **load.timings.summary(),
                    "statements": statements,
                    "plain_per_second": round(bare.per_second, 1),
                    "of_plain": round(load.per_second / bare.per_second, 3),
                }
            )
    return found


def draft_of(county: House, chance: Any) -> str:
    """A draft in which every step is filled in; gives its token."""
    given = house.registration(county, chance)
    return draft_save(
        token="",
        changes={
            "kind": given.kind.value,
            "text": given.text,
            "place": given.place,
            "area_id": given.area_id,
            "category_id": given.category_id,
            "requests": given.requests,
            "respondent": words.text(chance, characters=8),
            "who": "named",
            "name": house.WHO.name,
            "phone": house.WHO.phone,
            "email": house.WHO.email,
            "address": house.WHO.address,
        },
        at=now(),
    )


def _drafts(county: House, order: Order, count: int) -> None:
    """A file of tokens for each client."""
    each = int(order.seconds * _MOST_PER_SECOND / count) + _WARM
    chance = order.chance()
    for number in range(count):
        with transaction.atomic():
            tokens = [draft_of(county, chance) for _ in range(each)]
        (Path(settings.HUIYIN_VAR) / f"tokens-{number}.json").write_text(json.dumps(tokens), encoding="ascii")


def _statements(county: House, order: Order) -> int:
    """Of what the form does when it is sent; reading the draft is one of them."""
    chance = order.chance()
    for _ in range(3):
        token = draft_of(county, chance)
        counted = statements_of(lambda token=token: draft_submit(token=token, at=now()))  # type: ignore[misc]
    return counted


@contextmanager
def _served() -> Iterator[tuple[str, int]]:
    """The site as an installation serves it; gives its address and the server's process id."""
    port = _free_port()
    process = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
            "--workers", str(_WORKERS), "--blocking-threads", str(_THREADS), "--no-ws", "--log-level", "warning",
            "huiyin.config.wsgi:application",
        ],
        env={**os.environ, "HUIYIN_DATABASE_POOL": "0"},
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(process, port)
        yield f"127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


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
