"""Revising a scheme: what is due already stays, empty slots ahead are made anew, who is concerned is notified."""

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiyin.kernel.actor import Actor
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entry_append
from huiyin.notices.rules import RETURN_PATH
from huiyin.notices.services import NoticeDraft, notices_insert
from huiyin.orgs.selectors import unit_is_active, unit_names
from huiyin.returns.models import Return, Scheme, SchemeRevision, SchemeUnit
from huiyin.returns.rules.errors import SchemeChangedConflict, SchemeNotAllowed
from huiyin.returns.rules.plans import SchemePlan, checked_reason
from huiyin.returns.rules.revisions import PlanDifference, SchemeChange, values_text
from huiyin.returns.rules.states import ReturnState
from huiyin.returns.rules.timetable import Slot
from huiyin.returns.selectors.audience import contacts_of, with_those_standing_in
from huiyin.returns.selectors.history import ChangedValue, changed_values
from huiyin.returns.services.renew import (
    begin_anew,
    empty_ahead,
    listed_from,
    slots_catch_up,
    slots_renew,
    without_slot,
)
from huiyin.returns.services.schemes import check_below, scheme_held_to_change, scheme_ref, scheme_to_change
from huiyin.returns.services.slots import units_owing

REVISED = "returns.scheme.revised"


@dataclass(frozen=True, slots=True)
class RevisionPreview:
    """What a revision would do now.

    `first` is the first slot by the new rules, None where none is ahead; `early` how many returns stay that were
    reported ahead of their time, `renewed` how many empty ones would be called off or listed otherwise.
    """

    changed: tuple[ChangedValue, ...]
    changes_owed: bool
    first: Slot | None
    early: int
    renewed: int
    added: tuple[str, ...]
    dropped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Revision:
    """`kept` are the units that owe before and after."""

    plan: SchemePlan
    difference: PlanDifference
    added: tuple[int, ...]
    dropped: tuple[int, ...]
    kept: tuple[int, ...]


@transaction.atomic
def scheme_revise(
    *, actor: Actor, scheme_id: UUID, change: SchemeChange, why: str, at: datetime, seen: int | None = None
) -> None:
    """Change a running scheme from its next slot on; `seen` is the version that the actor's page showed.

    Raises SchemeNotFound, SchemeNotAllowed, SchemeEndedConflict, SchemeChangedConflict, SchemeChangeRequired,
    ReasonRequired, UnitNotBelowInvalid, and as SchemePlan.checked_after.
    """
    scheme = scheme_held_to_change(actor=actor, scheme_id=scheme_id, at=at)
    revision = _revision(scheme, change, at=at, seen=seen)
    reason = checked_reason(why, field="why")
    slots_catch_up(scheme=scheme, at=at)
    _apply(scheme, revision)
    first = _as_renewed(scheme, at).timetable.first_slot(after=listed_from(scheme, at))
    row = SchemeRevision(
        scheme=scheme,
        version=scheme.version,
        at=at,
        by=actor.ref,
        reason=reason,
        first_due_at=first.due_at if first else None,
        before_text=values_text(revision.difference.before),
        after_text=values_text(revision.difference.after),
    )
    scheme.save()
    row.save(force_insert=True)
    units = _units_written(scheme, revision, at)
    notices = notices_insert(list(_notices(scheme, revision, at)))
    entry_append(
        kind=REVISED,
        subject=scheme_ref(scheme),
        at=at,
        actor=actor.ref,
        facts={
            "version": scheme.version,
            "before": dict(revision.difference.before),
            "after": dict(revision.difference.after),
        },
        rows=[scheme, row, *units, *notices],
    )
    slots_renew(scheme=scheme, at=at)


def scheme_revision_preview(
    *, actor: Actor, scheme_id: UUID, change: SchemeChange, at: datetime, seen: int | None = None
) -> RevisionPreview:
    """What the revision would do, without doing it. Raises as scheme_revise, but for the reason."""
    scheme = scheme_to_change(actor=actor, scheme_id=scheme_id, at=at)
    revision = _revision(scheme, change, at=at, seen=seen)
    _apply(scheme, revision)
    renewed = _as_renewed(scheme, at)
    names = unit_names(unit_ids=(*revision.added, *revision.dropped))
    early = Return.objects.filter(scheme=scheme, due_at__gt=at, state__in=(ReturnState.SENT, ReturnState.CORRECTED))
    owing = {*revision.added, *revision.kept}
    return RevisionPreview(
        changed=changed_values(revision.difference.before, revision.difference.after),
        changes_owed=revision.difference.changes_owed,
        first=renewed.timetable.first_slot(after=renewed.listed_until),
        early=early.count(),
        renewed=len(without_slot(renewed, empty_ahead(scheme, at), owing, at)),
        added=tuple(names[unit_id] for unit_id in revision.added),
        dropped=tuple(names[unit_id] for unit_id in revision.dropped),
    )


def _revision(scheme: Scheme, change: SchemeChange, *, at: datetime, seen: int | None) -> _Revision:
    """A change that can be made of the scheme as it is."""
    if not unit_is_active(unit_id=scheme.receiving_unit_id):
        raise SchemeNotAllowed
    if seen is not None and seen != scheme.version:
        raise SchemeChangedConflict
    # A unit that has been closed owes nothing: whether it is named or not changes nothing.
    owing = tuple(units_owing(scheme))
    before = scheme.plan(owing)
    plan = change.of(before).checked_after(before, today=office_day(at))
    added = tuple(unit_id for unit_id in plan.unit_ids if unit_id not in owing)
    check_below(plan, added)
    return _Revision(
        plan=plan,
        difference=PlanDifference.of(before, plan),
        added=added,
        dropped=tuple(unit_id for unit_id in owing if unit_id not in plan.unit_ids),
        kept=tuple(unit_id for unit_id in owing if unit_id in plan.unit_ids),
    )


def _apply(scheme: Scheme, revision: _Revision) -> None:
    if "field_codes" in revision.difference.before and not scheme.original_codes:
        scheme.original_codes = scheme.field_codes
    scheme.apply_plan(revision.plan)
    scheme.version += 1


def _as_renewed(scheme: Scheme, at: datetime) -> Scheme:
    """A copy, never stored, whose slots ahead are made anew at that instant."""
    found = copy(scheme)
    begin_anew(found, at)
    return found


def _units_written(scheme: Scheme, revision: _Revision, at: datetime) -> list[SchemeUnit]:
    """The rows of units that are newly asked, and of those that aren't any more, who still see what they reported."""
    there = {row.unit_id: row for row in SchemeUnit.objects.filter(scheme=scheme)}
    changed = []
    for unit_id in revision.added:
        row = there.get(unit_id) or SchemeUnit(scheme=scheme, unit_id=unit_id)
        row.dropped_at = None
        changed.append(row)
    for unit_id in revision.dropped:
        there[unit_id].dropped_at = at
        changed.append(there[unit_id])
    for row in changed:
        row.save()
    return changed


def _notices(scheme: Scheme, revision: _Revision, at: datetime) -> Iterator[NoticeDraft]:
    """To the contacts of units that are newly asked or no longer asked, and of others where what they owe changes."""
    yield from _notices_to("return_asked", revision.added, scheme, at)
    yield from _notices_to("return_not_asked", revision.dropped, scheme, at)
    if revision.difference.changes_owed:
        yield from _notices_to("return_rules_changed", revision.kept, scheme, at)


def _notices_to(template: str, unit_ids: Iterable[int], scheme: Scheme, at: datetime) -> Iterator[NoticeDraft]:
    officers = [officer_id for unit_id in unit_ids for officer_id in contacts_of(unit_id=unit_id)]
    for officer_id in with_those_standing_in(officer_ids=officers, on=office_day(at)):
        yield NoticeDraft(
            template=template,
            dedupe=f"{template}:{scheme.pk}:{scheme.version}:{officer_id}",
            at=at,
            officer_id=officer_id,
            params={"path": f"{RETURN_PATH}schemes/{scheme.pk}/"},
        )
