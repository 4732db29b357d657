"""Lists, matter pages, status pages and searches, with few matters and with many, with a tenth open and with all.

What is called `http` goes to granian over a connection that is kept; the rest is asked within this process.
"""

import time
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db import connection

from bench import fill, house, words
from bench.filing import statements_of
from bench.http_pages import cases_over_http
from bench.order import Order
from bench.processor import process_cpu, server_cpu, tree_cpu
from bench.scene import BenchScene, Call, MeasuredCase, near_the_end
from bench.site import ServedSite, served
from bench.timing import Timings
from huiyin.kernel.actor import Actor
from huiyin.matters.acceptance.services import matter_accept
from huiyin.matters.assignment.services import matter_assign_handler
from huiyin.matters.core.rules.states import Channel, Kind, State
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.delivery.services import reply_serve
from huiyin.matters.lists.selectors.lists import MatterFilter, WorkList, matter_list_for
from huiyin.matters.receipt.selectors import holder_by_code
from huiyin.matters.register.services.register import Registered, matter_register
from huiyin.matters.reply.services.reply import OpinionDraft, reply_approve, reply_draft
from huiyin.matters.search.selectors.search import matter_search_for
from huiyin.orgs.selectors import actor_for

_TIMES = 30
_WARM = 3
# Over HTTP each thread of the server has a connection to warm, and processor time comes in ticks of 10 ms.
_TIMES_OVER_HTTP = 80
_WARM_OVER_HTTP = 24
_SAMPLES = 24
_OPEN_SHARES = (10, 100)


def page_rows(order: Order) -> list[dict[str, Any]]:
    """Each case at each size; `growth` is p50 over p50 at the smallest size."""
    county = house.build()
    with served(workers=1) as site:
        return _with_growth(list(_rows(BenchScene(county, order.chance(), site), order)))


def _rows(scene: BenchScene, order: Order) -> Iterator[dict[str, Any]]:
    county, have = scene.county, 0
    for size in order.sizes:
        fill.register_up_to(county, have=have, want=size - _SAMPLES, chance=scene.chance)
        fill.spread(county, chance=scene.chance)
        have = size - _SAMPLES
        scene.clients.clear()  # who waited for a million matters has been signed out meanwhile
        for share in _OPEN_SHARES:
            fill.open_share(share)
            scene.samples = scene.samples or [_answered(scene) for _ in range(_SAMPLES)]
            for case in _cases(scene):
                yield {"what": case.name, "matters": size, "open_percent": share, **_measure(case, scene.site)}


def _measure(case: MeasuredCase, site: ServedSite) -> dict[str, Any]:
    inside = case.inside is None
    for _ in range(_WARM if inside else _WARM_OVER_HTTP):
        case.call()
    timings = Timings()
    times = _TIMES if inside else _TIMES_OVER_HTTP
    others = _session_cpu if inside else lambda: tree_cpu(site.pid) + server_cpu()
    spent = -others() - time.process_time()
    for _ in range(times):
        with timings.measured():
            case.call()
    spent += time.process_time() + others()
    return {
        **timings.summary(),
        "cpu_ms": round(spent / times * 1000, 2),
        "statements": statements_of(case.inside or case.call),
    }


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


def _answered(scene: BenchScene) -> Registered:
    """A matter that has gone the whole way to its answer, so that its page has something of everything."""
    given = house.registration(scene.county, scene.chance, channel=Channel.WEB, kind=Kind.CLAIM)
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


def _cases(scene: BenchScene) -> Iterator[MeasuredCase]:
    for name, call in (*_lists(scene), *_searches(scene), *_pages(scene)):
        yield MeasuredCase(name, call)
    yield from cases_over_http(scene)


def _pages(scene: BenchScene) -> Iterator[tuple[str, Call]]:
    yield (
        "page: selector",
        lambda: matter_page_for(actor=scene.actor("registrar-1"), number=scene.sample().number, at=house.NOW),
    )
    yield "status: selector", lambda: _status(scene.sample())


def _lists(scene: BenchScene) -> Iterator[tuple[str, Call]]:
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
    for who, actor, work_list in (
        ("mine", handler, WorkList.MINE),
        ("unit", registrar, WorkList.UNIT),
        ("arrivals", registrar, WorkList.ARRIVALS),
        ("below", leader, WorkList.BELOW),
    ):
        yield f"list {who}", partial(matter_list_for, actor=actor, work_list=work_list)
        yield f"list {who}, last page", _last_page(actor, work_list)
    for work_list, actor in ((WorkList.UNIT, registrar), (WorkList.BELOW, leader)):
        for name, only in narrowed.items():
            call = partial(matter_list_for, actor=actor, work_list=work_list, only=only)
            yield f"list {work_list}, {name}", call


def _last_page(actor: Actor, work_list: WorkList) -> Call:
    after = near_the_end(actor, work_list)
    return lambda: matter_list_for(actor=actor, work_list=work_list, after=after)


def _searches(scene: BenchScene) -> Iterator[tuple[str, Call]]:
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
    matter_id = holder_by_code(code=filed.code).matter_id
    return matter_page_of_petitioner(matter_id=matter_id, at=house.NOW)
