"""Finding areas."""

from collections import defaultdict

from django.db.models import Case, IntegerField, Value, When
from django.db.models.functions import Length

from huiyin.kernel.text import clean_line
from huiyin.orgs.errors import AreaNotThere
from huiyin.orgs.models import Area
from huiyin.orgs.rules import path_ids
from huiyin.orgs.selectors.typed import name_has
from huiyin.orgs.selectors.views import AreaNode, AreaView


def area_view(*, area_id: int) -> AreaView:
    """One area with its trail. Raises AreaNotThere."""
    area = Area.objects.filter(pk=area_id).first()
    if area is None:
        raise AreaNotThere
    return _with_trails([area])[0]


def area_by_code(*, code: str) -> AreaView:
    """The area of this code with its trail. Raises AreaNotThere."""
    area = Area.objects.filter(code=clean_line(code)).first()
    if area is None:
        raise AreaNotThere
    return _with_trails([area])[0]


def area_tree() -> tuple[AreaNode, ...]:
    """All areas, the roots first, siblings in the order in which they were made."""
    below: dict[int | None, list[Area]] = defaultdict(list)
    for area in Area.objects.order_by("pk"):
        below[area.parent_id].append(area)
    return _area_nodes(None, below, "")


def area_search(*, text: str, limit: int = 20) -> list[AreaView]:
    """Areas with the text in the name, equal names first, then wider areas before smaller ones."""
    wanted = clean_line(text)
    if not wanted:
        return []
    rank = Case(When(name=wanted, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = Area.objects.filter(name_has(wanted, "name")).annotate(rank=rank, reach=Length("path"))
    return _with_trails(list(found.order_by("rank", "reach", "pk")[:limit]))


def _with_trails(areas: list[Area]) -> list[AreaView]:
    above = {area_id for area in areas for area_id in path_ids(area.path)}
    names = dict(Area.objects.filter(pk__in=above).values_list("pk", "name"))
    return [AreaView.of(area, " / ".join(names[area_id] for area_id in path_ids(area.path))) for area in areas]


def _area_nodes(parent_id: int | None, below: dict[int | None, list[Area]], trail: str) -> tuple[AreaNode, ...]:
    nodes = []
    for area in below.get(parent_id, []):
        own_trail = f"{trail} / {area.name}" if trail else area.name
        nodes.append(AreaNode(area=AreaView.of(area, own_trail), children=_area_nodes(area.pk, below, own_trail)))
    return tuple(nodes)
