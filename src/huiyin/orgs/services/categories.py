"""Making, correcting, moving and retiring categories, and saying which unit is competent."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huiyin.kernel.actor import Actor
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import clean_line
from huiyin.ledger.services import EntryDraft, entries_append, entry_append
from huiyin.orgs.errors import AreaNotThere, CategoryNotThere, CompetenceNotThere, UnitNotThere
from huiyin.orgs.models import Area, Category, Competence, Unit
from huiyin.orgs.permissions import demand_may_arrange
from huiyin.orgs.rules import CATEGORY_LEVELS, path_ids
from huiyin.orgs.services._trees import (
    change_facts,
    changed_fields,
    code_checked,
    coded_tree_create,
    demand_new_codes,
    lock_tree,
    name_checked,
    row_saved,
    tree_move,
    tree_moved,
)
from huiyin.orgs.services.plans import CategoryPlan, CompetencePlan


@transaction.atomic
def categories_create(
    *, plans: Sequence[CategoryPlan], parent_id: int | None, actor: Actor, at: datetime
) -> list[Category]:
    """Make categories with all below them, one ledger entry each; rows come depth first, in the order of the plans.

    Raises NotAllowed, CategoryNotThere (the parent), NameMissing, NameTooLong, CodeMissing, CodeTaken, TreeTooDeep.
    """
    return coded_tree_create(
        Category, plans, parent_id=parent_id, find=_open_category, build=_build, limit=CATEGORY_LEVELS, actor=actor,
        at=at,
    )  # fmt: skip


def category_create(*, plan: CategoryPlan, parent_id: int | None, actor: Actor, at: datetime) -> Category:
    """Make one category (and what its plan has below it); gives the topmost. Raises as categories_create does."""
    return categories_create(plans=[plan], parent_id=parent_id, actor=actor, at=at)[0]


@transaction.atomic
def category_revise(*, category_id: int, name: str, code: str, keywords: str, actor: Actor, at: datetime) -> Category:
    """Change what a category is called and found by, and its code; matters and competence know it by its id.

    With nothing changed there is no entry. Raises NotAllowed, CategoryNotThere, NameMissing, NameTooLong,
    CodeMissing, CodeTaken.
    """
    demand_may_arrange(actor)
    category = _open_category(category_id)
    given = {"name": name_checked(name), "code": code_checked(code), "keywords": clean_line(keywords)}
    before = changed_fields(category, given)
    if "code" in before:
        demand_new_codes(Category, [category.code])
    if not before:
        return category
    category.fingerprint = _fingerprint(category)
    facts = change_facts(category, before)
    return row_saved(category, [*before, "fingerprint"], verb="revised", actor=actor, at=at, facts=facts)


@transaction.atomic
def category_move(*, category_id: int, parent_id: int | None, actor: Actor, at: datetime) -> Category:
    """Put a category with all below it under another one, None makes it one of the first level.

    Under the same parent nothing happens. Raises NotAllowed, CategoryNotThere, MoveInCircle, TreeTooDeep.
    """
    demand_may_arrange(actor)
    lock_tree(Category)
    category = _open_category(category_id)
    if category.parent_id == parent_id:
        return category
    previous_id = category.parent_id
    parent = _open_category(parent_id) if parent_id is not None else None
    moved = tree_move(category, parent, limit=CATEGORY_LEVELS)
    for row in moved:
        row.level, row.fingerprint = len(path_ids(row.path)), _fingerprint(row)
    columns = ["level", "fingerprint"]
    return tree_moved(moved, columns, kind="orgs.category.moved", previous_id=previous_id, actor=actor, at=at)


@transaction.atomic
def category_close(*, category_id: int, actor: Actor, at: datetime) -> Category:
    """Offer a category no longer; matters that have it keep it. Raises NotAllowed, CategoryNotThere."""
    demand_may_arrange(actor)
    category = _open_category(category_id)
    category.is_active = False
    category.fingerprint = _fingerprint(category)
    return row_saved(category, ["is_active", "fingerprint"], verb="closed", actor=actor, at=at)


@transaction.atomic
def competences_set(*, plans: Sequence[CompetencePlan], actor: Actor, at: datetime) -> list[Competence]:
    """Say which units are competent; what was said before for the same category and area is replaced.

    One ledger entry each. Raises NotAllowed, UnitNotThere, CategoryNotThere, AreaNotThere.
    """
    demand_may_arrange(actor)
    _demand_targets(plans)
    wanted = {(plan.category_id, plan.area_id): plan.unit_id for plan in plans}
    known = {(row.category_id, row.area_id): row for row in Competence.objects.select_for_update()}
    previous = {key: known[key].unit_id if key in known else None for key in wanted}
    rows = [_competence(known.get(key), key, unit_id) for key, unit_id in wanted.items()]
    Competence.objects.bulk_update([row for row in rows if row.pk], ["unit"], batch_size=500)
    Competence.objects.bulk_create([row for row in rows if not row.pk])
    entries_append(
        [
            EntryDraft(
                kind="orgs.competence.set",
                subject=Ref("competence", row.pk),
                at=at,
                actor=actor.ref,
                facts={
                    "category": row.category_id,
                    "area": row.area_id,
                    "unit": row.unit_id,
                    "before": previous[row.category_id, row.area_id],
                },
                rows=[row],
            )
            for row in rows
        ]
    )
    return rows


def competence_set(*, plan: CompetencePlan, actor: Actor, at: datetime) -> Competence:
    """Say for one category and area which unit is competent. Raises as competences_set does."""
    return competences_set(plans=[plan], actor=actor, at=at)[0]


@transaction.atomic
def competence_drop(*, competence_id: int, actor: Actor, at: datetime) -> None:
    """Take back what was said for a category and an area; what is said for wider ones holds there again.

    Raises NotAllowed, CompetenceNotThere.
    """
    demand_may_arrange(actor)
    row = Competence.objects.select_for_update().filter(pk=competence_id).first()
    if row is None:
        raise CompetenceNotThere
    entry_append(
        kind="orgs.competence.dropped",
        subject=Ref("competence", row.pk),
        at=at,
        actor=actor.ref,
        facts={"category": row.category_id, "area": row.area_id, "unit": row.unit_id},
        gone=[row],
    )
    row.delete()


def _open_category(category_id: int) -> Category:
    category = Category.objects.select_for_update().filter(pk=category_id, is_active=True).first()
    if category is None:
        raise CategoryNotThere
    return category


def _build(plan: CategoryPlan, parent: Category | None) -> Category:
    category = Category(
        parent=parent,
        name=name_checked(plan.name),
        code=code_checked(plan.code),
        keywords=clean_line(plan.keywords),
        level=parent.level + 1 if parent else 1,
    )
    category.fingerprint = _fingerprint(category)
    return category


def _fingerprint(category: Category) -> int:
    """40 bits of the content: the sum over a million rows still fits the database's integers."""
    words = (category.code, category.name, category.keywords, str(category.is_active), str(category.parent_id))
    content = "\x1f".join(words)
    return int.from_bytes(hashlib.sha256(content.encode()).digest()[:5], "big")


def _demand_targets(plans: Sequence[CompetencePlan]) -> None:
    units = {plan.unit_id for plan in plans}
    categories = {plan.category_id for plan in plans if plan.category_id is not None}
    areas = {plan.area_id for plan in plans if plan.area_id is not None}
    if Unit.objects.filter(pk__in=units, is_active=True).count() < len(units):
        raise UnitNotThere
    if Category.objects.filter(pk__in=categories, is_active=True).count() < len(categories):
        raise CategoryNotThere
    if Area.objects.filter(pk__in=areas).count() < len(areas):
        raise AreaNotThere


def _competence(row: Competence | None, key: tuple[int | None, int | None], unit_id: int) -> Competence:
    if row is None:
        return Competence(category_id=key[0], area_id=key[1], unit_id=unit_id)
    row.unit_id = unit_id
    return row
