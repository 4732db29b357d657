"""Trees: making them level by level, since a path needs the ids above, and moving a part of one elsewhere."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol, Self, TypeVar

from django.db import models

from huiyin.kernel.actor import Actor
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import clean_line
from huiyin.ledger.rules.canonical import JsonValue
from huiyin.ledger.services import EntryDraft, entries_append, entry_append
from huiyin.orgs.errors import (
    AliasesTooMany,
    AliasTooLong,
    AliasTooShort,
    AliasUnfit,
    CodeMissing,
    CodeTaken,
    MoveInCircle,
    NameMissing,
    NameTooLong,
    TreeTooDeep,
)
from huiyin.orgs.models import Area, Category, Unit
from huiyin.orgs.naming import PART, fold
from huiyin.orgs.permissions import demand_may_arrange
from huiyin.orgs.rules import ALIAS_LEAST, ALIASES_MOST, NAME_LENGTH, path_ids, path_of

CODE_LENGTH = 40


class TreePlan(Protocol):
    """A plan with plans below it."""

    @property
    def children(self) -> Sequence[Self]:
        """What comes below."""
        ...


class CodedPlan(TreePlan, Protocol):
    """A plan of a row that has a code."""

    @property
    def code(self) -> str:
        """The code as it was typed."""
        ...


PlanT = TypeVar("PlanT", bound=TreePlan)
CodedPlanT = TypeVar("CodedPlanT", bound=CodedPlan)
NodeT = TypeVar("NodeT", Unit, Area, Category)
CodedT = TypeVar("CodedT", Area, Category)


def tree_write(
    plans: Sequence[PlanT],
    *,
    parent: NodeT | None,
    build: Callable[[PlanT, NodeT | None], NodeT],
    limit: int,
) -> list[NodeT]:
    """Write all plans under `parent` with two statements per level; rows come in the order of the plans, depth first.

    `limit` is the highest number of levels. Raises TreeTooDeep, and what `build` raises, before anything is written
    of that level; the caller's transaction takes back the levels above.
    """
    roots: list[NodeT] = []
    below: dict[int, list[NodeT]] = defaultdict(list)
    level: list[tuple[PlanT, NodeT | None]] = [(plan, parent) for plan in plans]
    while level:
        # The parents of one level stand equally deep, so one of them says it for all.
        _demand_depth(level[0][1], limit)
        made = [build(plan, above) for plan, above in level]
        _write_level(made, [above for _, above in level])
        for (_, above), row in zip(level, made, strict=True):
            (roots if above is parent else below[row.parent_id or 0]).append(row)
        level = [(child, row) for (plan, _), row in zip(level, made, strict=True) for child in plan.children]
    return list(_depth_first(roots, below))


def coded_tree_create(
    model: type[CodedT],
    plans: Sequence[CodedPlanT],
    *,
    parent_id: int | None,
    find: Callable[[int], CodedT],
    build: Callable[[CodedPlanT, CodedT | None], CodedT],
    limit: int,
    actor: Actor,
    at: datetime,
) -> list[CodedT]:
    """Make rows that have codes, with all below them, one ledger entry each, in the caller's transaction.

    Raises NotAllowed, CodeMissing, CodeTaken, TreeTooDeep, and what `find` raises for the parent and `build`.
    """
    demand_may_arrange(actor)
    lock_tree(model)
    parent = find(parent_id) if parent_id is not None else None
    demand_new_codes(model, [code_checked(plan.code) for plan in all_plans(plans)])
    rows = tree_write(plans, parent=parent, build=build, limit=limit)
    kind = model.__name__.lower()
    entries_append(
        [
            EntryDraft(
                kind=f"orgs.{kind}.created",
                subject=Ref(kind, row.pk),
                at=at,
                actor=actor.ref,
                facts={"parent": row.parent_id, "code": row.code},
                rows=[row],
            )
            for row in rows
        ]
    )
    return rows


def row_saved(
    row: NodeT,
    columns: Iterable[str],
    *,
    verb: str,
    actor: Actor,
    at: datetime,
    facts: Mapping[str, JsonValue] | None = None,
) -> NodeT:
    """Write these columns of a row, with its entry (`orgs.area.revised`), in the caller's transaction."""
    kind = type(row).__name__.lower()
    row.save(update_fields=[*columns])
    entry_append(
        kind=f"orgs.{kind}.{verb}", subject=Ref(kind, row.pk), at=at, actor=actor.ref, facts=facts, rows=[row]
    )
    return row


def lock_tree(model: type[models.Model]) -> None:
    """All changes of shape wait for each other: two moves at once could otherwise make a circle."""
    roots = model._default_manager.select_for_update().filter(parent=None)
    list(roots.order_by("pk").values_list("pk", flat=True))


def tree_move(row: NodeT, parent: NodeT | None, *, limit: int) -> list[NodeT]:
    """Put the parent and the new paths onto a row and all below it; gives them unwritten, the topmost first.

    Raises MoveInCircle, TreeTooDeep.
    """
    if parent is not None and row.pk in path_ids(parent.path):
        raise MoveInCircle
    old, new = row.path, path_of(parent.path if parent else "", row.pk)
    # Locked, so that nobody corrects a row meanwhile whose old words would be written back.
    moved = type(row)._default_manager.select_for_update().filter(path__startswith=old).order_by("pk")
    rows = sorted(moved, key=lambda below: len(path_ids(below.path)))
    for below in rows:
        below.path = new + below.path.removeprefix(old)
        if len(path_ids(below.path)) > limit:
            raise TreeTooDeep(limit=limit)
    rows[0].parent = parent
    return rows


def tree_moved(
    rows: Sequence[NodeT], columns: Sequence[str], *, kind: str, previous_id: int | None, actor: Actor, at: datetime
) -> NodeT:
    """Write what `tree_move` has put onto the rows, with the entry that has both parents; gives the topmost."""
    top = rows[0]
    type(top)._default_manager.bulk_update(rows, ["path", "parent", *columns], batch_size=500)
    entry_append(
        kind=kind,
        subject=Ref(type(top).__name__.lower(), top.pk),
        at=at,
        actor=actor.ref,
        facts={"from": previous_id, "to": top.parent_id},
        rows=rows,
    )
    return top


def all_plans(plans: Sequence[PlanT]) -> Iterator[PlanT]:
    """The plans with all below them, depth first."""
    for plan in plans:
        yield plan
        yield from all_plans(plan.children)


def demand_new_codes(model: type[models.Model], codes: Sequence[str]) -> None:
    """Stop what would give two rows one code. Raises CodeTaken."""
    used_codes = set(model._default_manager.filter(code__in=codes).values_list("code", flat=True))
    for code in codes:
        if code in used_codes:
            raise CodeTaken(code=code)
        # Two of the plans may bring the same code, too.
        used_codes.add(code)


def name_checked(text: str) -> str:
    """A name of one line. Raises NameMissing, NameTooLong."""
    name = clean_line(text)
    if not name:
        raise NameMissing
    if len(name) > NAME_LENGTH:
        raise NameTooLong(limit=NAME_LENGTH)
    return name


def short_name_checked(text: str) -> str:
    """A name that may be empty. Raises NameTooLong."""
    return name_checked(text) if clean_line(text) else ""


def aliases_checked(aliases: Sequence[str]) -> list[str]:
    """Other names of a unit, each once, without empty ones.

    Raises AliasTooShort, AliasTooLong, AliasUnfit, AliasesTooMany.
    """
    tidy = list(dict.fromkeys(alias for alias in map(clean_line, aliases) if alias))
    if len(tidy) > ALIASES_MOST:
        raise AliasesTooMany(most=ALIASES_MOST)
    for alias in tidy:
        if len(fold(alias)) < ALIAS_LEAST:
            raise AliasTooShort(least=ALIAS_LEAST)
        if PART in fold(alias):
            raise AliasUnfit(name=alias)
        if len(alias) > NAME_LENGTH:
            raise AliasTooLong(limit=NAME_LENGTH)
    return tidy


def code_checked(text: str) -> str:
    """A code of one line. Raises CodeMissing."""
    code = clean_line(text)
    if not 0 < len(code) <= CODE_LENGTH:
        raise CodeMissing
    return code


def changed_fields(row: models.Model, given: Mapping[str, object]) -> dict[str, object]:
    """Write what differs onto the row; gives the values before, by attribute, in the order given."""
    before = {name: getattr(row, name) for name in given if getattr(row, name) != given[name]}
    for name in before:
        setattr(row, name, given[name])
    return before


def change_facts(row: models.Model, before: Mapping[str, object]) -> dict[str, JsonValue]:
    """What an entry says of a change: which columns, with the words that stood there and those that stand now."""
    after = {name: str(getattr(row, name)) for name in before}
    return {"changed": [*before], "before": {name: str(before[name]) for name in before}, "after": after}


def _demand_depth(above: models.Model | None, limit: int) -> None:
    path = getattr(above, "path", "")
    if len(path_ids(path)) >= limit:
        raise TreeTooDeep(limit=limit)


def _write_level(rows: list[NodeT], above: Sequence[NodeT | None]) -> None:
    manager = type(rows[0])._default_manager
    # Twice written: a path ends with the row's own id, which it has only now.
    manager.bulk_create(rows)
    for row, parent in zip(rows, above, strict=True):
        row.path = path_of(parent.path if parent else "", row.pk)
    manager.bulk_update(rows, ["path"], batch_size=500)


def _depth_first(rows: list[NodeT], below: dict[int, list[NodeT]]) -> Iterator[NodeT]:
    for row in rows:
        yield row
        yield from _depth_first(below[row.pk], below)
