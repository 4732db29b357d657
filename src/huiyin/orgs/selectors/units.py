"""Finding units: by id, by name, by their place in the tree, by what they are competent for."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Length

from huiyin.db import fetch_all
from huiyin.kernel.text import clean_line
from huiyin.orgs.errors import UnitNotThere
from huiyin.orgs.models import Unit
from huiyin.orgs.rules import path_ids
from huiyin.orgs.selectors.actors import chain_ids
from huiyin.orgs.selectors.typed import name_has
from huiyin.orgs.selectors.views import UnitNode, UnitView

# Asked on every page of a matter that can be handed on, so not made anew each time.
_PATHS = "SELECT (SELECT path FROM orgs_category WHERE id = %s), (SELECT path FROM orgs_area WHERE id = %s)"
_COMPETENT = """
SELECT competence.category_id, competence.area_id, competence.unit_id
FROM orgs_competence competence
JOIN orgs_unit unit ON unit.id = competence.unit_id AND unit.is_active
WHERE (competence.category_id IS NULL{categories}) AND (competence.area_id IS NULL{areas})
"""
_OR_CATEGORY = " OR competence.category_id IN ({})"
_OR_AREA = " OR competence.area_id IN ({})"
_OR_ROOT_AREA = " OR competence.area_id IN (SELECT id FROM orgs_area WHERE parent_id IS NULL)"


def unit_view(*, unit_id: int) -> UnitView:
    """One unit, closed or not. Raises UnitNotThere."""
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None:
        raise UnitNotThere
    return UnitView.of(unit)


def unit_views(*, unit_ids: Iterable[int]) -> dict[int, UnitView]:
    """The units of these ids, closed ones too; an id that isn't there is left out."""
    return {unit.pk: UnitView.of(unit) for unit in Unit.objects.filter(pk__in=set(unit_ids))}


def unit_names(*, unit_ids: Iterable[int]) -> dict[int, str]:
    """The names of these units, closed ones too."""
    return dict(Unit.objects.filter(pk__in=set(unit_ids)).values_list("pk", "name"))


def unit_tree() -> tuple[UnitNode, ...]:
    """All open units, the roots first, siblings in the order in which they were made."""
    below: dict[int | None, list[UnitView]] = defaultdict(list)
    for unit in Unit.objects.filter(is_active=True).order_by("pk"):
        below[unit.parent_id].append(UnitView.of(unit))
    return _unit_nodes(None, below)


def units_below(*, unit_id: int) -> frozenset[int]:
    """The unit and all units below it, independent and closed ones too; empty when there is no such unit."""
    path = Unit.objects.filter(pk=unit_id).values_list("path", flat=True).first()
    if path is None:
        return frozenset()
    return frozenset(Unit.objects.filter(path__startswith=path).values_list("pk", flat=True))


def chain_of(*, unit_id: int) -> tuple[UnitView, ...]:
    """The unit and those that command it, up to the first independent one or to the root. Raises UnitNotThere."""
    itself = Unit.objects.filter(pk=unit_id, path__startswith=OuterRef("path"))
    views = {unit.pk: UnitView.of(unit) for unit in Unit.objects.filter(Exists(itself)).order_by("path")}
    if not views:
        raise UnitNotThere
    independent = {view.id for view in views.values() if view.independent}
    root_first = sorted(views, key=lambda above: views[above].depth)
    return tuple(views[above] for above in chain_ids(tuple(root_first), independent=independent))


def unit_search(*, text: str, limit: int = 20) -> list[UnitView]:
    """Open units with the text in a name or alias; equal names first, those that start with it, then shorter ones."""
    wanted = clean_line(text)
    if not wanted:
        return []
    rank = Case(
        When(Q(name=wanted) | Q(short_name=wanted), then=Value(0)),
        When(Q(name__startswith=wanted) | Q(short_name__startswith=wanted), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    found = Unit.objects.filter(name_has(wanted, "name", "short_name", "aliases"), is_active=True)
    ordered = found.annotate(rank=rank, length=Length("name")).order_by("rank", "length", "pk")
    return [UnitView.of(unit) for unit in ordered[:limit]]


def units_by_name(*, text: str) -> list[UnitView]:
    """Units of just this name or short name, closed ones too: a respondent typed by hand may be one of them."""
    wanted = clean_line(text)
    if not wanted:
        return []
    names = {wanted, wanted.replace(" ", "")}
    found = Unit.objects.filter(Q(name__in=names) | Q(short_name__in=names)).order_by("-is_active", "pk")
    return [UnitView.of(unit) for unit in found]


def competent_unit(*, category_id: int | None, area_id: int | None) -> int | None:
    """The open unit that a matter of this category in this area belongs to, in two statements.

    The closest category wins (third level before second before first before "every"), then the closest area. Where
    no area is known, what holds for a whole root area or for every area counts. None: nobody was named.
    """
    categories, areas = _lines(category_id, area_id)
    statement = _COMPETENT.format(
        categories=_OR_CATEGORY.format(", ".join(["%s"] * len(categories))) if categories else "",
        areas=_OR_AREA.format(", ".join(["%s"] * len(areas))) if areas else _OR_ROOT_AREA,
    )
    ranked = [
        # Of equally close ones the unit that was made first: the same matter gets the same proposal each time.
        (_closeness(category, categories), _closeness(area, areas), -unit_id)
        for category, area, unit_id in fetch_all(statement, [*categories, *areas])
    ]
    return -max(ranked)[2] if ranked else None


def _unit_nodes(parent_id: int | None, below: dict[int | None, list[UnitView]]) -> tuple[UnitNode, ...]:
    return tuple(UnitNode(unit=view, children=_unit_nodes(view.id, below)) for view in below.get(parent_id, []))


def _lines(category_id: int | None, area_id: int | None) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The ids of the category and of the area, each from the root down, read in one statement."""
    ((category, area),) = fetch_all(_PATHS, [category_id, area_id])
    return path_ids(category or ""), path_ids(area or "")


def _closeness(own_id: int | None, line: tuple[int, ...]) -> int:
    """0 for "every", then higher the deeper it stands in the line; a root that isn't in it counts as depth 1."""
    if own_id is None:
        return 0
    return line.index(own_id) + 1 if own_id in line else 1
