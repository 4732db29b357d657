"""Two hundred open pages that ask whether they have changed, and what a normal page takes beside them.

A list page and a plain row are asked for in turns; in one stretch of time the open pages ask, in the next they don't.
So on a machine that others use, too, both had the same minutes.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse

from bench import fill, house, plain
from bench.order import Order
from bench.processor import server_cpu, tree_cpu
from bench.scene import BenchScene
from bench.site import end, served
from bench.timing import Timings
from huiyin.matters.models import Matter

PAGES = 200
_EVERY = 10
_LIST_EVERY = 30
_STRETCH = 10
_STRETCHES = 6
_SECONDS = _STRETCH * _STRETCHES
_MATTERS = 2_000
_PAUSE = 0.1
_ROLES = ("registrar", "approver", "leader")


@dataclass(slots=True)
class BesideOthers:
    """What a page and a plain row took, the server's processor time, and for how long that was looked at."""

    page: Timings = field(default_factory=Timings)
    row: Timings = field(default_factory=Timings)
    spent: float = 0.0
    seconds: float = 0.0

    @property
    def cpu(self) -> float:
        """Processor time in a second."""
        return self.spent / self.seconds


def live_rows(order: Order) -> list[dict[str, Any]]:
    """All of them with a matter's page; then a quarter of them with a list instead."""
    county, chance = house.build(), order.chance()
    plain.create()
    fill.register_up_to(county, have=0, want=_MATTERS, chance=chance)
    fill.spread(county, chance=chance)
    with served() as site:
        scene, write = BenchScene(county, chance, site), plain.writer("six")
        rows = []
        for name, matters in (("matter pages", PAGES), ("matter pages and lists", PAGES * 3 // 4)):
            _measure(scene, write, BesideOthers())  # the threads of the server have connections to warm
            alone, beside = BesideOthers(), BesideOthers()
            asking = _asking(scene, matters)
            try:
                for _ in range(_STRETCHES):
                    _measure(scene, write, alone)
                    _say(asking, str(_STRETCH))
                    _measure(scene, write, beside)
                answered = json.loads(asking.communicate("\n", timeout=_SECONDS)[0])
            finally:
                end(asking)
            rows.append(_line(name, alone, beside, answered))
    return rows


def _line(name: str, alone: BesideOthers, beside: BesideOthers, answered: dict[str, Any]) -> dict[str, Any]:
    asked = Timings(answered["seconds"])
    pages = {when: each.page.summary() for when, each in (("alone", alone), ("beside", beside))}
    plain_rows = {when: each.row.summary() for when, each in (("alone", alone), ("beside", beside))}
    return {
        "what": f"{PAGES} open: {name}",
        "asked_per_second": round(len(asked.seconds) / _SECONDS, 1),
        "unchanged": round(answered["answers"].get("304", 0) / max(len(asked.seconds), 1), 3),
        "asked_p50_ms": asked.summary()["p50_ms"],
        "asked_p95_ms": asked.summary()["p95_ms"],
        "cpu_cores": round(beside.cpu - alone.cpu, 3),
        "cpu_ms": round((beside.cpu - alone.cpu) * _SECONDS / max(len(asked.seconds), 1) * 1000, 2),
        "list_p50_alone": pages["alone"]["p50_ms"],
        "list_p50_beside": pages["beside"]["p50_ms"],
        "list_p95_alone": pages["alone"]["p95_ms"],
        "list_p95_beside": pages["beside"]["p95_ms"],
        "times": round(pages["beside"]["p50_ms"] / pages["alone"]["p50_ms"], 2),
        "of_row_alone": round(pages["alone"]["p50_ms"] / plain_rows["alone"]["p50_ms"], 2),
        "of_row_beside": round(pages["beside"]["p50_ms"] / plain_rows["beside"]["p50_ms"], 2),
        "row_times": round(plain_rows["beside"]["p50_ms"] / plain_rows["alone"]["p50_ms"], 2),
    }


def _measure(scene: BenchScene, write: plain.Write, found: BesideOthers) -> None:
    """A list page and a plain row in turns, as somebody who reads in between, for one stretch."""
    visitor = scene.visitor("registrar-1")
    address = reverse("desk:work_list", args=["unit"])
    visitor.open(address)
    spent, began = tree_cpu(scene.site.pid) + server_cpu(), time.monotonic()
    while time.monotonic() < began + _STRETCH:
        with found.page.measured():
            visitor.open(address)
        with found.row.measured():
            write()
        time.sleep(_PAUSE)
    found.seconds += time.monotonic() - began
    found.spent += tree_cpu(scene.site.pid) + server_cpu() - spent


def _say(asking: "subprocess.Popen[str]", line: str) -> None:
    if asking.stdin is None:
        raise RuntimeError("the open pages can't be spoken to")
    asking.stdin.write(f"{line}\n")
    asking.stdin.flush()


def _asking(scene: BenchScene, matters: int) -> "subprocess.Popen[str]":
    """The open pages in a process of their own, asking already."""
    file = Path(settings.HUIYIN_VAR) / "pages.json"
    file.write_text(json.dumps(list(islice(_pages(scene, matters), PAGES))), encoding="utf-8")
    asking = subprocess.Popen(
        [
            sys.executable, "-m", "bench.polling", "--pages", str(file), "--address", scene.site.address,
        ],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    if asking.stdout is None or asking.stdout.readline().strip() != "ready":
        end(asking)
        raise RuntimeError("the open pages didn't begin")
    return asking


def _pages(scene: BenchScene, matters: int) -> Iterator[dict[str, Any]]:
    """Each of an officer of its own, who sees the matter or has the list."""
    count = 0
    for index, unit in enumerate(scene.county.units):
        found = list(Matter.objects.filter(lead_unit_id=unit, is_open=True).values_list("number", "version")[:3])
        for role, (number, version) in zip(_ROLES, found, strict=False):
            cookie = scene.client(f"{role}-{index}").cookies[settings.SESSION_COOKIE_NAME]
            is_list = count >= matters
            count += 1
            yield {
                "cookie": f"{cookie.key}={cookie.value}",
                "asks": reverse("desk:news")
                + (f"?list=unit&since={time.time():.6f}" if is_list else f"?matter={number}&seen={version}"),
                "every": _LIST_EVERY if is_list else _EVERY,
            }
    if count < PAGES:
        raise RuntimeError(f"only {count} officers see a matter")
