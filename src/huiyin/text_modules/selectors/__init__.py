"""Text modules as others get to see them: what an officer may read, and what is offered while writing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.kernel.actor import UNIT_STAFF, Actor, ActorKind
from huiyin.kernel.text import clean_line
from huiyin.orgs.models import Category
from huiyin.orgs.rules import path_ids
from huiyin.orgs.selectors import category_views
from huiyin.orgs.selectors.officers import officer_names
from huiyin.text_modules.models import TextModule, TextModuleVersion
from huiyin.text_modules.permissions import edited_units, may_edit
from huiyin.text_modules.rules.content import TextPart, text_difference
from huiyin.text_modules.rules.errors import TextModuleNotFound
from huiyin.text_modules.rules.places import TextPlace, places_of

_SHOWN_MOST = 300
_OFFERED_MOST = 100
_VERSIONS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class TextModuleView:
    """A text module as it is now; `category` is its trail, "" for one that is general."""

    id: UUID
    unit_id: int
    unit: str
    title: str
    body: str
    article: str
    places: tuple[TextPlace, ...]
    category_id: int | None
    category: str
    is_withdrawn: bool
    version: int
    may_edit: bool


@dataclass(frozen=True, slots=True)
class TextVersionView:
    """One version: who, when, what, and what is different from the one before."""

    number: int
    at: datetime
    by: str
    title: str
    article: str
    places: tuple[TextPlace, ...]
    category: str
    is_withdrawn: bool
    body: tuple[TextPart, ...]
    changed: frozenset[str]


@dataclass(frozen=True, slots=True)
class OfferedText:
    """What is offered while somebody writes; its fields aren't filled yet."""

    id: UUID
    title: str
    body: str
    article: str
    unit: str
    is_general: bool
    places: tuple[TextPlace, ...]


def readable_by(actor: Actor) -> QuerySet[TextModule]:
    """Those of the actor's units, of all above these and of all that the actor edits for; the system reads all."""
    if actor.kind is ActorKind.SYSTEM:
        return TextModule.objects.all()
    return TextModule.objects.filter(unit__in=sorted(readable_units(actor)))


def readable_units(actor: Actor) -> frozenset[int]:
    """Empty for who works in no unit: administrators and auditors as such read none."""
    works = actor.holds(*UNIT_STAFF)
    return (actor.chain_unit_ids if works else frozenset()) | edited_units(actor)


def text_modules_for(
    *, actor: Actor, words: str = "", category_id: int | None = None, withdrawn: bool = False
) -> list[TextModuleView]:
    """What the actor may read, narrowed; those of a category have also what is meant for the categories above it."""
    found = readable_by(actor).filter(is_withdrawn=withdrawn).select_related("unit")
    for word in clean_line(words).split():
        found = found.filter(Q(title__icontains=word) | Q(body__icontains=word) | Q(article__icontains=word))
    if category_id is not None:
        found = found.filter(_is_for(category_id))
    return _views(found.order_by("unit__path", "title", "id")[:_SHOWN_MOST], actor)


def text_module_for(*, actor: Actor, module_id: UUID) -> TextModuleView:
    """One of them. Raises TextModuleNotFound."""
    found = _views(readable_by(actor).filter(pk=module_id).select_related("unit"), actor)
    if not found:
        raise TextModuleNotFound
    return found[0]


def text_modules_edited_by(*, actor: Actor) -> list[TextModuleView]:
    """All that the actor edits, withdrawn ones too."""
    found = TextModule.objects.select_related("unit").order_by("unit__path", "title", "id")
    if actor.kind is not ActorKind.SYSTEM:
        found = found.filter(unit__in=sorted(edited_units(actor)))
    return _views(found, actor)


def text_module_titled(*, unit_id: int, title: str) -> tuple[UUID, int] | None:
    """The id and the version of the unit's text module of that title, withdrawn or not."""
    return TextModule.objects.filter(unit=unit_id, title=title).values_list("pk", "version").first()


def text_module_versions(*, actor: Actor, module_id: UUID) -> list[TextVersionView]:
    """Its versions, the newest first, so many at most. Raises TextModuleNotFound."""
    text_module_for(actor=actor, module_id=module_id)
    # One more than is shown: the first of them is compared with it.
    newest = TextModuleVersion.objects.filter(module=module_id).order_by("-number")[: _VERSIONS_SHOWN + 1]
    rows = list(newest)[::-1]
    trails = _trails(row.category_id for row in rows)
    officers = {int(row.by.partition(":")[2]) for row in rows if row.by.startswith(f"{ActorKind.OFFICER}:")}
    names = {f"{ActorKind.OFFICER}:{key}": name for key, name in officer_names(officer_ids=officers).items()}
    before: list[TextModuleVersion | None] = [None, *rows[:-1]]
    views = [_version(row, last, trails, names) for row, last in zip(rows, before, strict=True)]
    return views[::-1][:_VERSIONS_SHOWN]


def texts_offered(*, actor: Actor, category_id: int | None, places: Collection[TextPlace]) -> tuple[OfferedText, ...]:
    """What fits these places and a matter's category: its own first, then what is general, the nearest unit first.

    One statement.
    """
    units = actor.chain_unit_ids if actor.holds(*UNIT_STAFF) else frozenset()
    fits = Q(category=None) | _is_for(category_id) if category_id is not None else Q(category=None)
    wanted = Q(pk__in=[])
    for place in places:
        wanted |= Q(places__contains=f" {place.value} ")
    rows = TextModule.objects.filter(
        fits, wanted, is_withdrawn=False, unit__in=sorted(units), unit__is_active=True
    ).select_related("unit", "category")
    near = sorted(rows, key=lambda row: (-_depth(row.category), -_depth(row.unit), row.title))
    return tuple(
        OfferedText(
            id=row.pk, title=row.title, body=row.body, article=row.article, unit=row.unit.short_name or row.unit.name,
            is_general=row.category_id is None, places=places_of(row.places),
        )
        for row in near[:_OFFERED_MOST]
    )  # fmt: skip


def _is_for(category_id: int) -> Q:
    """Its category is this one, or one above it."""
    return Q(Exists(Category.objects.filter(pk=category_id, path__startswith=OuterRef("category__path"))))


def _depth(row: object) -> int:
    return len(path_ids(getattr(row, "path", "")))


def _trails(ids: object) -> dict[int, str]:
    known = {pk for pk in ids if pk is not None}  # type: ignore[attr-defined]
    return {pk: view.trail for pk, view in category_views(category_ids=known).items()} if known else {}


def _views(rows: QuerySet[TextModule], actor: Actor) -> list[TextModuleView]:
    found = list(rows)
    trails = _trails(row.category_id for row in found)
    return [
        TextModuleView(
            id=row.pk, unit_id=row.unit_id, unit=row.unit.name, title=row.title, body=row.body, article=row.article,
            places=places_of(row.places), category_id=row.category_id, category=trails.get(row.category_id or 0, ""),
            is_withdrawn=row.is_withdrawn, version=row.version, may_edit=may_edit(actor, row.unit_id),
        )
        for row in found
    ]  # fmt: skip


_COMPARED = ("title", "article", "places", "category_id", "is_withdrawn")


def _version(
    row: TextModuleVersion, before: TextModuleVersion | None, trails: dict[int, str], names: dict[str, str]
) -> TextVersionView:
    changed = {name for name in _COMPARED if before and getattr(row, name) != getattr(before, name)}
    return TextVersionView(
        number=row.number, at=row.at, by=names.get(row.by, ""), title=row.title, article=row.article,
        places=places_of(row.places), category=trails.get(row.category_id or 0, ""), is_withdrawn=row.is_withdrawn,
        body=text_difference(before.body if before else row.body, row.body), changed=frozenset(changed),
    )  # fmt: skip
