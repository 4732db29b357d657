"""Lists, matter pages, status pages and searches, with few matters and with many, with a tenth open and with all."""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Max
from django.test import Client
from django.urls import reverse

from bench import fill, house, words
from bench.filing import statements_of
from bench.house import House
from bench.order import Order
from bench.processor import process_cpu
from bench.timing import Timings
from huiyin.kernel.actor import Actor
from huiyin.kernel.ids import format_matter_number, format_receipt_code
from huiyin.matters.rules.states import Channel, Kind, State
from huiyin.matters.selectors import (
    Box,
    Cursor,
    MatterFilter,
    matter_id_by_receipt,
    matter_list_for,
    matter_page_for,
    matter_page_of_petitioner,
    matter_search_for,
)
from huiyin.matters.selectors.gate import visible_to
from huiyin.matters.services import (
    OpinionDraft,
    Registered,
    matter_accept,
    matter_assign_handler,
    matter_register,
    reply_approve,
    reply_draft,
    reply_serve,
)
from huiyin.orgs.models import Officer
from huiyin.orgs.selectors import actor_for

_TIMES = 30
_WARM = 3
_SAMPLES = 24
_OPEN_SHARES = (10, 100)
Call = Callable[[], object]


@dataclass(slots=True)
class Scene:
    """The county, the officers who look, and some matters whose receipt codes are known."""

    county: House
    chance: random.Random
    samples: list[Registered] = field(default_factory=list)
    clients: dict[str, Client] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        """An officer, made anew as every request does."""
        return actor_for(officer_id=self.county.officers[name])

    def client(self, name: str) -> Client:
        """A browser in which that officer has signed in."""
        if name not in self.clients:
            self.clients[name] = Client(SERVER_NAME="127.0.0.1")
            self.clients[name].force_login(
                Officer.objects.get(pk=self.county.officers[name]),
                backend="django.contrib.auth.backends.ModelBackend",
            )
        return self.clients[name]

    def sample(self) -> Registered:
        """One of the matters that have gone the whole way."""
        return self.chance.choice(self.samples)


def page_rows(order: Order) -> list[dict[str, Any]]:
    """Each case at each size; `growth` is p50 over p50 at the smallest size."""
    county = house.build()
    scene = Scene(county, order.chance())
    have = 0
    found: list[dict[str, Any]] = []
    for size in order.sizes:
        fill.register_up_to(county, have=have, want=size - _SAMPLES, chance=scene.chance)
        fill.spread(county, chance=scene.chance)
        have = size - _SAMPLES
        for share in _OPEN_SHARES:
            fill.open_share(share)
            scene.samples = scene.samples or [_answered(scene) for _ in range(_SAMPLES)]
            found += [
                {"what": name, "matters": size, "open_percent": share, **_measure(call)}
                for name, call in _cases(scene)
            ]
    return _with_growth(found)


def _measure(call: Call) -> dict[str, Any]:
    for _ in range(_WARM):
        call()
    timings = Timings()
    spent = -time.process_time() - _session_cpu()
    for _ in range(_TIMES):
        with timings.one():
            call()
    spent += time.process_time() + _session_cpu()
    return {**timings.summary(), "cpu_ms": round(spent / _TIMES * 1000, 2), "statements": statements_of(call)}


def _session_cpu() -> float:
    """Of the server's process that answers this one; SQLite runs within our own."""
    if connection.vendor == "sqlite":
        return 0.0
    return process_cpu(connection.connection.info.backend_pid)


def _with_growth(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    first: dict[tuple[str, int], float] = {}
    for line in found:
        first.setdefault((line["what"], line["open_percent"]), line["p50_ms"])
    return [line | {"growth": round(line["p50_ms"] / first[line["what"], line["open_percent"]], 2)} for line in found]


def _answered(scene: Scene) -> Registered:
    """A matter that has gone the whole way to its answer, so that its page has something of everything."""
    given = house.registration(scene.county, scene.chance, channel=Channel.WEB)
    filed = matter_register(actor=house.WEB, registration=given, identity=house.WHO, at=house.NOW)
    key, at = filed.matter_id, house.NOW
    matter_accept(actor=scene.actor("registrar-1"), matter_id=key, at=at)
    handler = scene.county.handlers[str(scene.county.office)][0]
    matter_assign_handler(actor=scene.actor("registrar-1"), matter_id=key, officer_id=handler, at=at)
    opinions = {
        request.id: OpinionDraft("upheld", words.text(scene.chance, characters=80))
        for request in matter_page_for(actor=actor_for(officer_id=handler), number=filed.number, at=at).requests
    }
    reply_draft(
        actor=actor_for(officer_id=handler), matter_id=key, facts=words.text(scene.chance), opinions=opinions,
        basis="《信访工作条例》第三十二条", at=at,
    )  # fmt: skip
    reply_approve(actor=scene.actor("approver-1"), matter_id=key, at=at)
    reply_serve(actor=actor_for(officer_id=handler), matter_id=key, at=at)
    return filed


def _cases(scene: Scene) -> Iterator[tuple[str, Call]]:
    yield from _lists(scene)
    yield from _searches(scene)
    yield (
        "page: selector",
        lambda: matter_page_for(actor=scene.actor("registrar-1"), number=scene.sample().number, at=house.NOW),
    )
    yield "status: selector", lambda: _status(scene.sample())
    yield from _over_http(scene)


def _lists(scene: Scene) -> Iterator[tuple[str, Call]]:
    county, registrar = scene.county, scene.actor("registrar-1")
    handler = actor_for(officer_id=county.officers["handler-1-0"])
    leader = scene.actor("leader-0")
    narrowed = {
        "rare kind": MatterFilter(kind=Kind.ACCUSATION),
        "rare channel": MatterFilter(channel=Channel.API),
        "one category": MatterFilter(category_id=county.categories[-1]),
        "one state": MatterFilter(state=State.DRAFTED),
        "three at once": MatterFilter(kind=Kind.INQUIRY, channel=Channel.CALL, category_id=county.categories[-1]),
        "overdue": MatterFilter(due_before=house.NOW),
    }
    for who, actor, box in (
        ("mine", handler, Box.MINE),
        ("unit", registrar, Box.UNIT),
        ("arrivals", registrar, Box.ARRIVALS),
        ("below", leader, Box.BELOW),
    ):
        yield f"list {who}", lambda actor=actor, box=box: matter_list_for(actor=actor, box=box)  # type: ignore[misc]
        yield f"list {who}, last page", _last_page(actor, box)
    for box, actor in ((Box.UNIT, registrar), (Box.BELOW, leader)):
        for name, only in narrowed.items():
            yield (
                f"list {box}, {name}",
                lambda actor=actor, box=box, only=only: matter_list_for(actor=actor, box=box, only=only),  # type: ignore[misc]
            )


def _last_page(actor: Actor, box: Box) -> Call:
    """From the line that is some fifty before the end."""
    after: Cursor | None = None
    visible = visible_to(actor, {Box.MINE: "own", Box.BELOW: "below"}.get(box, "unit")).filter(is_open=True)  # type: ignore[arg-type]
    if visible.aggregate(last=Max("next_due_at"))["last"]:
        rows = visible.order_by("-next_due_at", "-pk").values_list("next_due_at", "pk")[:51]
        due_at, pk = list(rows)[-1]
        after = Cursor(due_at, pk) if due_at else None
    return lambda: matter_list_for(actor=actor, box=box, after=after)


def _searches(scene: Scene) -> Iterator[tuple[str, Call]]:
    known = words.vocabulary()
    registrar, village = scene.actor("registrar-1"), scene.actor("registrar-60")
    for name, word in (("common", known[2]), ("middling", known[150]), ("rare", known[3500])):
        yield f"search {name} word", lambda word=word: matter_search_for(actor=registrar, text=word)  # type: ignore[misc]
    yield "search common word, village", lambda: matter_search_for(actor=village, text=known[2])
    yield "search two words", lambda: matter_search_for(actor=registrar, text=f"{known[40]}{known[90]}")
    yield "search one character", lambda: matter_search_for(actor=registrar, text=known[2][0])
    yield "search number", lambda: matter_search_for(actor=registrar, text=scene.sample().number)
    yield "search part of number", lambda: matter_search_for(actor=registrar, text="20260420")


def _status(filed: Registered) -> object:
    matter_id = matter_id_by_receipt(number=filed.number, code=filed.code)
    return matter_page_of_petitioner(matter_id=matter_id, at=house.NOW)


def _over_http(scene: Scene) -> Iterator[tuple[str, Call]]:
    registrar, handler = scene.client("registrar-1"), scene.client("handler-1-0")
    leader = scene.client("leader-0")
    word = words.vocabulary()[150]
    yield "http: my work", lambda: _get(handler, reverse("desk:box", args=["mine"]))
    yield "http: unit", lambda: _get(registrar, reverse("desk:box", args=["unit"]))
    yield "http: unit, narrowed", lambda: _get(registrar, reverse("desk:box", args=["unit"]) + "?kind=accusation")
    yield "http: below", lambda: _get(leader, reverse("desk:box", args=["below"]))
    yield "http: matter page", lambda: _get(registrar, reverse("desk:matter", args=[scene.sample().number]))
    yield "http: search", lambda: _get(registrar, reverse("desk:search") + f"?q={word}")
    yield "http: look-up and status", lambda: _look_up(scene.sample())


def _get(client: Client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address}: {response.status_code}")


def _look_up(filed: Registered) -> None:
    client = Client(SERVER_NAME="127.0.0.1")
    typed = {"number": format_matter_number(filed.number), "code": format_receipt_code(filed.code)}
    response = client.post(reverse("portal:lookup"), typed)
    if response.status_code != 302:
        raise RuntimeError(f"look-up: {response.status_code}")
    _get(client, response["Location"])
