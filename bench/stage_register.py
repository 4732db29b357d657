"""Registrations a second: the plain database, the service, the form over HTTP."""

from collections.abc import Sequence
from typing import Any

from bench import house, plain
from bench.clients import run_clients
from bench.filing import service_work, statements_of
from bench.order import Order


def plain_rows(order: Order) -> list[dict[str, Any]]:
    """1 + 5 rows with the database's own driver, and the same through our service, one after another."""
    house.build()
    plain.create()
    statements = statements_of(service_work(order.chance()))
    found = []
    for count in order.clients:
        for what in ("plain-six", "plain-one", "service"):
            found.append(_line(what, count, [what], order.seconds) | _statements(what, statements))
    return _with_ratio(found)


def _statements(what: str, of_service: int) -> dict[str, int]:
    return {"statements": {"plain-six": 6, "plain-one": 1}.get(what, of_service)}


def _line(what: str, count: int, arguments: Sequence[str], seconds: float) -> dict[str, Any]:
    load = run_clients(count=count, arguments=arguments, seconds=seconds)
    return {
        "what": what,
        "clients": count,
        "per_second": round(load.per_second, 1),
        "cpu_ms": round(load.cpu_ms, 2),
        **load.timings.summary(),
    }


def _with_ratio(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    plain_speed = {line["clients"]: line["per_second"] for line in found if line["what"] == "plain-six"}
    return [line | {"of_plain": round(line["per_second"] / plain_speed[line["clients"]], 3)} for line in found]
