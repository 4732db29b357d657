"""How far an installation has been set up, as far as the organisation goes: what is there, and what is missing."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from huiyin.kernel.actor import Role
from huiyin.orgs.grant_rules import GrantState
from huiyin.orgs.models import Area, Category, Competence, Grant, Officer, Post, Unit
from huiyin.orgs.rules import UnitKind, nearest_to_root, path_ids
from huiyin.orgs.selectors.actors import chain_ids
from huiyin.orgs.selectors.officers import WITHOUT_PASSWORD

_OF_A_PLACE = frozenset({UnitKind.COUNTY, UnitKind.TOWN, UnitKind.VILLAGE})


@dataclass(frozen=True, slots=True)
class SetupUnit:
    """A unit as far as setting up goes."""

    id: int
    name: str
    path: str
    kind: UnitKind
    independent: bool
    has_area: bool
    has_phone: bool


@dataclass(frozen=True, slots=True)
class OrganisationState:
    """What is there. `roles` are those that somebody with an open account holds, by unit; names are source texts."""

    units: tuple[SetupUnit, ...]
    roles: Mapping[int, Collection[Role]]
    administrators: Mapping[int, str]
    areas: int
    officers: int
    without_post: int
    without_password: int
    waiting: int
    categories: int
    without_words: int
    uncovered: tuple[str, ...]

    @property
    def reception(self) -> SetupUnit | None:
        """The petition office at which filings arrive, as `reception_unit` has it."""
        offices = {unit.id: unit for unit in self.units if unit.kind is UnitKind.OFFICE}
        nearest = nearest_to_root({unit.id: unit.path for unit in offices.values()})
        return None if nearest is None else offices[nearest]

    @property
    def without_leader(self) -> list[str]:
        """Units for which nobody answers: neither they nor those above them have a leader."""
        independent = {unit.id for unit in self.units if unit.independent}
        return [
            unit.name
            for unit in self.units
            if not any(
                Role.LEADER in self.roles.get(above, ())
                for above in chain_ids(path_ids(unit.path), independent=independent)
            )
        ]

    @property
    def without_people(self) -> list[str]:
        """Units in which nobody holds a post."""
        return [unit.name for unit in self.units if not self.roles.get(unit.id)]

    @property
    def without_area(self) -> list[str]:
        """Counties, towns and villages that don't say which place they are of."""
        return [unit.name for unit in self.units if unit.kind in _OF_A_PLACE and not unit.has_area]

    @property
    def answering(self) -> list[SetupUnit]:
        """Units that send answers: somebody works there and somebody approves."""
        wanted = {Role.HANDLER, Role.APPROVER}
        return [unit for unit in self.units if wanted <= set(self.roles.get(unit.id, ()))]

    def has(self, role: Role) -> bool:
        """Whether anybody holds such a post."""
        return any(role in roles for roles in self.roles.values())


def organisation_state() -> OrganisationState:
    """All of it, in seven statements."""
    roles, administrators = _held()
    officers = Officer.objects.filter(is_active=True).aggregate(
        all=Count("pk", distinct=True),
        without_post=Count("pk", distinct=True, filter=Q(posts=None)),
        without_password=Count("pk", distinct=True, filter=WITHOUT_PASSWORD),
    )
    categories = list(Category.objects.filter(is_active=True).order_by("path"))
    above = {category.parent_id for category in categories}
    return OrganisationState(
        units=_units(),
        roles=roles,
        administrators=administrators,
        areas=Area.objects.count(),
        officers=officers["all"],
        without_post=officers["without_post"],
        without_password=officers["without_password"],
        waiting=Grant.objects.filter(state=GrantState.WAITING).count(),
        categories=len(categories),
        without_words=sum(not category.keywords for category in categories if category.pk not in above),
        uncovered=_uncovered(categories),
    )


def _units() -> tuple[SetupUnit, ...]:
    found = Unit.objects.filter(is_active=True).order_by("path")
    return tuple(
        SetupUnit(
            id=unit.pk,
            name=unit.short_name or unit.name,
            path=unit.path,
            kind=UnitKind(unit.kind),
            independent=unit.independent,
            has_area=unit.area_id is not None,
            has_phone=bool(unit.phone),
        )
        for unit in found
    )


def _held() -> tuple[dict[int, set[Role]], dict[int, str]]:
    roles: dict[int, set[Role]] = defaultdict(set)
    administrators: dict[int, str] = {}
    posts = Post.objects.filter(officer__is_active=True, unit__is_active=True).order_by("pk")
    for unit_id, role, officer_id, name in posts.values_list(
        "unit_id", "role", "officer__pk", "officer__display_name"
    ):
        roles[unit_id].add(Role(role))
        if role == Role.ADMINISTRATOR:
            administrators[officer_id] = name
    return roles, administrators


def _uncovered(categories: Collection[Category]) -> tuple[str, ...]:
    """First levels of which something belongs to no open unit, whatever the area."""
    covered = set(Competence.objects.filter(unit__is_active=True).values_list("category_id", flat=True))
    if None in covered:
        return ()
    above = {category.parent_id for category in categories}
    missing = {
        path_ids(category.path)[0]
        for category in categories
        if category.pk not in above and covered.isdisjoint(path_ids(category.path))
    }
    return tuple(category.name for category in categories if category.pk in missing)
