"""Pages as a visitor of the served site gets them."""

from collections.abc import Callable, Iterator
from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse

from bench import words
from bench.scene import BenchScene, MeasuredCase, near_the_end
from bench.visitor import Visitor
from huiyin.kernel.ids import format_matter_number, format_receipt_code
from huiyin.matters.core.rules.states import State
from huiyin.matters.lists.selectors.lists import WorkList
from huiyin.matters.models import Matter
from huiyin.matters.register.services.register import Registered


def cases_over_http(scene: BenchScene) -> Iterator[MeasuredCase]:
    """Lists, searches, matter pages, and what a petitioner opens."""
    for name, who, address in _list_pages(scene):
        yield _page_case(scene, name, who, lambda address=address: str(address))  # type: ignore[misc]
    yield _page_case(
        scene, "matter page", "registrar-1", lambda: reverse("desk:matter", args=[scene.sample().number])
    )
    for state in (State.ACCEPTED, State.INVESTIGATING):
        address = _some_matter(scene, state)
        yield _page_case(scene, f"matter page, {state}", "registrar-1", lambda address=address: str(address))  # type: ignore[misc]
    yield MeasuredCase("http: look-up and status", lambda: _look_up(scene), lambda: _look_up_inside(scene.sample()))


def _list_pages(scene: BenchScene) -> Iterator[tuple[str, str, str]]:
    """What it is, who opens it, its address."""
    rare = scene.county.categories[-1]
    narrowed: dict[str, dict[str, object]] = {
        "rare kind": {"kind": "accusation"},
        "one state": {"state": "drafted"},
        "one category": {"category": rare},
        "three at once": {"kind": "inquiry", "channel": "call", "category": rare},
        "overdue": {"overdue": "1"},
    }
    for work_list, who in (
        (WorkList.MINE, "handler-1-0"),
        (WorkList.UNIT, "registrar-1"),
        (WorkList.BELOW, "leader-0"),
    ):
        path = reverse("desk:work_list", args=[work_list.value])
        yield str(work_list), who, path
        after = near_the_end(scene.actor(who), work_list)
        yield f"{work_list}, last page", who, f"{path}?{urlencode({'after': after})}" if after else path
        for name, query in narrowed.items() if work_list is not WorkList.MINE else ():
            yield f"{work_list}, {name}", who, f"{path}?{urlencode(query)}"
    for who in ("handler-1-0", "registrar-1", "leader-0"):
        yield f"today, {who.partition('-')[0]}", who, reverse("desk:home")
    yield "search", "registrar-1", f"{reverse('desk:search')}?{urlencode({'q': words.vocabulary()[150]})}"


def _page_case(scene: BenchScene, name: str, who: str, address: Callable[[], str]) -> MeasuredCase:
    visitor, client = scene.visitor(who), scene.client(who)
    return MeasuredCase(f"http: {name}", lambda: visitor.open(address()), lambda: _get(client, address()))


def _some_matter(scene: BenchScene, state: State) -> str:
    """The address of the first matter of the office in a state."""
    office = Matter.objects.filter(lead_unit_id=scene.county.office, state=state, is_open=True)
    return reverse("desk:matter", args=[office.order_by("pk").values_list("number", flat=True)[0]])


def _get(client: Client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address}: {response.status_code}")


def _look_up(scene: BenchScene) -> None:
    visitor = Visitor(scene.site.address)
    visitor.open(visitor.send(reverse("portal:lookup"), _typed(scene.sample())))


def _look_up_inside(filed: Registered) -> None:
    client = Client(SERVER_NAME="127.0.0.1")
    response = client.post(reverse("portal:lookup"), _typed(filed))
    if response.status_code != 302:
        raise RuntimeError(f"look-up: {response.status_code}")
    _get(client, response["Location"])


def _typed(filed: Registered) -> dict[str, str]:
    return {"number": format_matter_number(filed.number), "code": format_receipt_code(filed.code)}
