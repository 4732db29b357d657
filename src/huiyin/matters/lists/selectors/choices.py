"""What a list can be narrowed to by name: what the house has, and not what the first lines happen to have.

Categories, areas and units stand in the organisation, so that no matter is read for them and nothing that is offered
says that there is one. One who has left and still has matters of the list is asked for through the gate.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value

from huiyin.kernel.actor import UNIT_STAFF, Actor, Role
from huiyin.matters.lists.selectors.lists import WorkList, matters_listed, staff_unit_ids
from huiyin.orgs.models import Area, Category, Officer, Post, Unit
from huiyin.orgs.rules import path_ids

# An area is meant with all below it: where there are more, the wider ones are enough to choose from.
AREAS_MOST = 300
# Another unit asks for help, or has decided before: it may be each.
_OF_ANY_UNIT = frozenset({WorkList.ASSIST, WorkList.REVIEWS})
_OF_COMMANDED_UNITS = frozenset({WorkList.BELOW, WorkList.APPROVALS})
_CATEGORY, _AREA, _UNIT, _HANDLER = "category", "area", "unit", "handler"


@dataclass(frozen=True, slots=True)
class ListChoices:
    """Names by id, in the order in which they are offered; of categories and areas each before those below it."""

    categories: dict[int, str] = field(default_factory=dict)
    areas: dict[int, str] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)
    handlers: dict[int, str] = field(default_factory=dict)


def list_choices(*, actor: Actor, work_list: WorkList, by_handler: bool) -> ListChoices:
    """What this list of the officer can be narrowed to. One statement.

    Units where more than one may have matters of the list. `by_handler`: also who works on matters in the officer's
    own units, and who holds no handler's post any more but has open matters of the list there.
    """
    asked: list[QuerySet[Any, Any]] = [
        _named(Category.objects.all(), _CATEGORY, "name", "path"),
        _named(Area.objects.all(), _AREA, "name", "path"),
        _named(_units(actor, work_list), _UNIT, "name", "path"),
    ]
    if by_handler:
        asked.append(_named(_handlers(actor, work_list), _HANDLER, "display_name", "username"))
    found: dict[str, list[tuple[int, str, str]]] = {_CATEGORY: [], _AREA: [], _UNIT: [], _HANDLER: []}
    # Put together as one statement: a page waits for the way to the database, not for these few rows.
    for sort, *row in asked[0].union(*asked[1:], all=True):
        found[sort].append((row[0], row[1], row[2]))
    handlers = sorted(found[_HANDLER], key=lambda row: (row[1], row[2]))
    return ListChoices(
        categories=_as_tree(found[_CATEGORY]),
        areas=_as_tree(_wider(found[_AREA])),
        units=_as_tree(found[_UNIT]) if len(found[_UNIT]) > 1 else {},
        handlers={key: name for key, name, _username in handlers},
    )


def _named(rows: "QuerySet[Any, Any]", sort: str, name: str, order: str) -> "QuerySet[Any, Any]":
    # Past the names of the models' own fields: these are the columns of all parts of the union.
    return rows.order_by().values_list(
        Value(sort, output_field=CharField()), F("pk"), F(name), F(order)
    )  # fmt: skip


def _units(actor: Actor, work_list: WorkList) -> "QuerySet[Unit]":
    """Those that may have matters of the list, whether they have any or not."""
    if work_list in _OF_ANY_UNIT:
        return Unit.objects.filter(is_active=True)
    own = frozenset() if work_list is WorkList.BELOW else actor.units_as(*UNIT_STAFF)
    commanded = actor.command_unit_ids if work_list in _OF_COMMANDED_UNITS else frozenset()
    return Unit.objects.filter(pk__in=sorted(own | commanded))


def _handlers(actor: Actor, work_list: WorkList) -> "QuerySet[Officer]":
    units = sorted(staff_unit_ids(actor))
    posts = Post.objects.filter(role=Role.HANDLER.value, officer=OuterRef("pk"))
    # Looked up officer by officer in the index by handler: of those without such a post few have any matter.
    left = matters_listed(actor=actor, work_list=work_list).filter(handler=OuterRef("pk"), lead_unit__in=units)
    return Officer.objects.filter(Q(Exists(posts.filter(unit__in=units))) | Q(~Exists(posts) & Exists(left)))


def _wider(rows: list[tuple[int, str, str]]) -> list[tuple[int, str, str]]:
    """As many whole levels from the top as there is room for; one at least."""
    depths = Counter(len(path_ids(path)) for _key, _name, path in rows)
    deepest, room = min(depths, default=0), AREAS_MOST
    for depth in sorted(depths):
        room -= depths[depth]
        if room < 0:
            break
        deepest = depth
    return [row for row in rows if len(path_ids(row[2])) <= deepest]


def _as_tree(rows: list[tuple[int, str, str]]) -> dict[int, str]:
    """By the names from the top down; two of one name are told apart by what is above them."""
    names = {key: name for key, name, _path in rows}
    alike = Counter(names.values())
    trails = {key: [names.get(above, "") for above in path_ids(path)] for key, _name, path in rows}
    found = {}
    for key in sorted(trails, key=lambda key: (trails[key], key)):
        name, above = names[key], trails[key][-2:-1]
        found[key] = f"{name}（{above[0]}）" if alike[name] > 1 and above and above[0] else name
    return found
