"""`python -m bench`: how fast it is, on SQLite and PostgreSQL, beside the plain database in the same minute."""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pg
import system
from bench.order import Order
from bench.report import machine, show
from bench.site import end
from bench.stage import STAGES

_RESULTS = Path(__file__).parent / "results"
_NEVER_LONGER = 3600
# A server of some size; everything that makes a commit last is as in earnest.
_SERVER = {"shared_buffers": "512MB", "max_connections": "60", "maintenance_work_mem": "256MB", "max_wal_size": "4GB"}


def main() -> int:
    """Measure what was asked for, print it, keep it."""
    asked = _arguments()
    signal.signal(signal.SIGTERM, pg.leave_in_order)
    found: list[dict[str, Any]] = []
    began = datetime.now(UTC)
    for database in asked.database:
        for name in asked.only:
            order = Order(
                database=database, clients=tuple(asked.clients), sizes=tuple(asked.sizes), seconds=asked.seconds,
                rows=asked.rows,
            )  # fmt: skip
            lines = _measure(name, order)
            found += [{"stage": name, "database": database, **line} for line in lines]
            show(found[-len(lines) :])
    _RESULTS.mkdir(exist_ok=True)
    target = _RESULTS / f"{began:%Y%m%dT%H%M%SZ}.json"
    target.write_text(
        json.dumps({"began": began.isoformat(), "machine": machine(), "results": found}, indent=1), encoding="utf-8"
    )
    print(f"{target}")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=list(STAGES), default=list(STAGES))
    parser.add_argument("--database", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"])
    parser.add_argument("--clients", nargs="+", type=int, default=[1, 4, 16])
    parser.add_argument("--sizes", nargs="+", type=int, default=[10_000, 100_000], help="numbers of matters")
    parser.add_argument("--big", action="store_true", help="1,000,000 matters as well: about half an hour more")
    parser.add_argument("--seconds", type=float, default=3, help="how long each load runs")
    parser.add_argument("--rows", type=int, default=10_000, help="rows of the import")
    asked = parser.parse_args()
    if asked.big:
        asked.sizes = sorted({*asked.sizes, 1_000_000})
    return asked


def _measure(name: str, order: Order) -> list[dict[str, Any]]:
    """A stage has a database, a folder and a process of its own, all gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="huiyin-bench-") as folder, _databases(order.database, folder) as where:
        answer = Path(folder) / "answer.json"
        environment = {
            **os.environ,
            **where,
            "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
            "HUIYIN_VAR": folder,
            "HUIYIN_NOTICES": "folder",
            "BENCH_ORDER": order.to_json(),
            "BENCH_ANSWER": str(answer),
        }
        for name_of_folder in ("KEYS", "FILES", "OUTBOX"):
            environment.pop(f"HUIYIN_{name_of_folder}", None)
        process = subprocess.Popen([sys.executable, "-m", "bench.stage", name], env=environment)
        try:
            code = process.wait(_NEVER_LONGER)
        finally:
            end(process)
        if code:
            raise SystemExit(f"{name} on {order.database} failed")
        lines: list[dict[str, Any]] = json.loads(answer.read_text(encoding="utf-8"))
        return lines


@contextmanager
def _databases(kind: str, folder: str) -> Iterator[Mapping[str, str]]:
    if kind == "sqlite":
        yield {
            "HUIYIN_DATABASE_URL": f"sqlite:///{folder}/huiyin.sqlite3",
            "BENCH_PLAIN": f"{folder}/plain.sqlite3",
        }
        return
    with pg.throwaway_cluster(durable=True, options=_SERVER) as url:
        yield {"HUIYIN_DATABASE_URL": url, "BENCH_PLAIN": url}


if __name__ == "__main__":
    try:
        sys.exit(main())
    except system.Missing as error:
        sys.exit(str(error))
