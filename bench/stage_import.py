"""Importing a file, then ordering the ledger and recomputing all of it."""

import csv
import random
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from bench import house, plain, words
from bench.house import BenchCounty
from bench.order import Order
from huiyin.flows.import_file import ImportOrder, import_file
from huiyin.intake.importing.mapping import map_parse
from huiyin.ledger.services import checkpoint_sign, entries_sequence, ledger_verify

_MAP = """
[source]
name = "bench"
[columns]
external_id = "number"
title = "title"
text = "text"
received_at = "received"
place = "place"
name = "name"
phone = "phone"
[formats]
received_at = "%Y-%m-%d %H:%M"
[kind]
default = "claim"
[channel]
default = "call"
"""
_COLUMNS = ("number", "title", "text", "received", "place", "name", "phone")


def import_rows(order: Order) -> list[dict[str, Any]]:
    """Rows a second with clocks, vault and ledger, beside plain rows; entries a second of the verification."""
    county = house.build()
    plain.create()
    bare = plain.insert_rate(order.rows)
    path = _file(order)
    began, spent = time.monotonic(), time.process_time()
    report = import_file(order=_order(county, path), at=house.NOW)
    seconds, spent = time.monotonic() - began, time.process_time() - spent
    if report.imported != order.rows:
        raise RuntimeError(f"{report.imported} of {order.rows} rows came in")
    found = [
        _line("plain rows, 1 + 5 each", order.rows, order.rows / bare),
        _line("import", order.rows, seconds) | {"of_plain": round(order.rows / seconds / bare, 3)},
        _line("import, processor time of ours", order.rows, spent),
    ]
    return [*found, *_ledger()]


def _ledger() -> list[dict[str, Any]]:
    began, entries = time.monotonic(), 0
    while more := entries_sequence(at=house.NOW):
        entries += more
    ordered = time.monotonic() - began
    checkpoint_sign(at=house.NOW)
    report = ledger_verify()
    if not report.is_sound:
        raise RuntimeError(f"the ledger isn't sound: {report.problems[0]}")
    return [
        _line("ledger ordered, entries", entries, ordered),
        _line("ledger verified, entries", report.entries, report.seconds),
        _line("ledger verified, entries and rows", report.entries + report.rows, report.seconds),
        _line("files, index and what is recomputed, rows", report.rows, report.checks_seconds),
    ]


def _line(what: str, count: int, seconds: float) -> dict[str, Any]:
    return {"what": what, "count": count, "seconds": round(seconds, 2), "per_second": round(count / seconds)}


def _file(order: Order) -> Path:
    chance = random.Random(3)
    path = Path(settings.HUIYIN_VAR) / "old.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(_COLUMNS)
        for number in range(order.rows):
            received = house.NOW - timedelta(minutes=chance.randrange(60_000))
            table.writerow(
                (
                    f"A{number}",
                    words.text(chance, characters=16),
                    words.text(chance),
                    f"{received:%Y-%m-%d %H:%M}",
                    words.text(chance, characters=12),
                    "谷小满",
                    f"199{number:08}",
                )
            )
    return path


def _order(county: BenchCounty, path: Path) -> ImportOrder:
    return ImportOrder(
        path=path,
        plan=map_parse(_MAP, file="bench.toml"),
        unit_id=county.office,
        rejected_path=path.with_suffix(".rejected.csv"),
    )
