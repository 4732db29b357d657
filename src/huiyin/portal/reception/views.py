"""Where people are received: addresses, telephones, hours."""

from collections.abc import Iterable, Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.orgs.rules import UnitKind
from huiyin.orgs.selectors import UnitNode, UnitView, unit_tree


@require_safe
def reception_page(request: HttpRequest) -> HttpResponse:
    """The petition offices first, then every other unit that says when it receives people."""
    units = sorted(_open_to_people(unit_tree()), key=lambda unit: unit.kind is not UnitKind.OFFICE)
    return render(request, "portal/reception/page.html", {"units": units})


def _open_to_people(nodes: Iterable[UnitNode]) -> Iterator[UnitView]:
    for node in nodes:
        unit = node.unit
        if unit.kind is UnitKind.OFFICE or (unit.intro and (unit.address or unit.phone)):
            yield unit
        yield from _open_to_people(node.children)
