"""Registrations a second through the real form: granian serves the site, clients press "send" on the last page."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from bench import house, plain, words
from bench.clients import run_clients
from bench.filing import statements_of
from bench.house import BenchCounty
from bench.http_form import some_address
from bench.order import Order
from bench.processor import tree_cpu
from bench.site import served
from huiyin.flows.draft_filing import draft_submit
from huiyin.intake.services import draft_save
from huiyin.kernel.time import now
from huiyin.web.addresses import wide_network

_WARM = 12
# Drafts are made before the clock starts. Some clients send three times as many as others: their worker has fewer.
_MOST_PER_SECOND = 1_600


def http_rows(order: Order) -> list[dict[str, Any]]:
    """The form, and beside it six plain statements, with each number of clients."""
    county = house.build()
    plain.create()
    found = []
    statements = _statements(county, order)
    with served() as site:
        for count in order.clients:
            bare = run_clients(count=count, arguments=["plain-six"], seconds=order.seconds / 2)
            _drafts(county, order, count)
            before = tree_cpu(site.pid)
            load = run_clients(count=count, arguments=["http", "--address", site.address], seconds=order.seconds)
            cpu = load.cpu_ms + (tree_cpu(site.pid) - before) / max(len(load.timings.seconds), 1) * 1000
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


def draft_of(county: BenchCounty, chance: Any) -> str:
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


def _drafts(county: BenchCounty, order: Order, count: int) -> None:
    """A file of tokens for each client."""
    each = int(order.seconds * _MOST_PER_SECOND / count) + _WARM
    chance = order.chance()
    for number in range(count):
        with transaction.atomic():
            tokens = [draft_of(county, chance) for _ in range(each)]
        (Path(settings.HUIYIN_VAR) / f"tokens-{number}.json").write_text(json.dumps(tokens), encoding="ascii")


def _statements(county: BenchCounty, order: Order) -> int:
    """Of what the form does when it is sent; reading the draft is one of them."""
    chance = order.chance()
    for _ in range(3):
        token = draft_of(county, chance)
        network = wide_network(some_address(chance))
        counted = statements_of(
            lambda token=token, network=network: draft_submit(token=token, at=now(), network=network)  # type: ignore[misc]
        )
    return counted
