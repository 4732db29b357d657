"""Beginning and ending a scheme, and what revising shares with them."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from huiyin.clocks.selectors import calendar
from huiyin.kernel.actor import Actor
from huiyin.kernel.refs import Ref
from huiyin.kernel.time import end_of_day, office_day
from huiyin.ledger.services import entry_append
from huiyin.orgs.selectors import unit_is_active, unit_names
from huiyin.returns.models import Scheme, SchemeUnit
from huiyin.returns.rules.errors import (
    EndInvalid,
    SchemeNotAllowed,
    SchemeNotFound,
    UnitNotBelowInvalid,
)
from huiyin.returns.rules.plans import SchemePlan, checked_reason
from huiyin.returns.selectors.gate import check_scheme_change, managed_units, schemes_visible_to
from huiyin.returns.selectors.units import units_commanded_by
from huiyin.returns.services.calling_off import scheme_call_off
from huiyin.returns.services.renew import listed_from
from huiyin.returns.services.slots import scheme_slots_list

BEGUN, ENDED = "returns.scheme.begun", "returns.scheme.ended"


@transaction.atomic
def scheme_begin(*, actor: Actor, plan: SchemePlan, at: datetime) -> UUID:
    """Begin a scheme for units below the receiving unit; what is due soon is listed at once.

    Raises SchemeNotAllowed, UnitNotBelowInvalid, and as SchemePlan.checked.
    """
    if plan.receiving_unit_id not in managed_units(actor) or not unit_is_active(unit_id=plan.receiving_unit_id):
        raise SchemeNotAllowed
    plan = plan.checked(today=office_day(at))
    check_below(plan, plan.unit_ids)
    scheme = Scheme(begun_at=at, begun_by=actor.ref, calendar_mark=calendar().fingerprint)
    scheme.apply_plan(plan)
    scheme.listed_until = listed_from(scheme, at)
    scheme.save(force_insert=True)
    units = [SchemeUnit(scheme=scheme, unit_id=unit_id) for unit_id in plan.unit_ids]
    SchemeUnit.objects.bulk_create(units)
    entry_append(kind=BEGUN, subject=scheme_ref(scheme), at=at, actor=actor.ref, rows=[scheme, *units])
    scheme_slots_list(scheme_id=scheme.pk, at=at)
    return scheme.pk


@transaction.atomic
def scheme_end(*, actor: Actor, scheme_id: UUID, last_day: date, reason: str, at: datetime) -> None:
    """Let a scheme end after that day; what is listed for later, and hasn't been reported, is called off.

    Raises SchemeNotFound, SchemeNotAllowed, SchemeEndedConflict, EndInvalid, ReasonRequired, LineLongInvalid.
    """
    scheme = scheme_held_to_change(actor=actor, scheme_id=scheme_id, at=at)
    # Several times a day ends by itself at the latest: an end is never put off.
    if last_day < max(office_day(at), scheme.begins_on) or (scheme.ends_on is not None and last_day > scheme.ends_on):
        raise EndInvalid(field="last_day")
    scheme.end_reason = checked_reason(reason)
    scheme.ends_on, scheme.ended_at, scheme.ended_by = last_day, at, actor.ref
    scheme.save(update_fields=["end_reason", "ends_on", "ended_at", "ended_by"])
    entry_append(kind=ENDED, subject=scheme_ref(scheme), at=at, actor=actor.ref, rows=[scheme])
    scheme_call_off(scheme=scheme, after=end_of_day(last_day), at=at)


def check_below(plan: SchemePlan, unit_ids: Iterable[int]) -> None:
    """Raises UnitNotBelowInvalid for units that the receiving unit doesn't command."""
    below = units_commanded_by(unit_id=plan.receiving_unit_id)
    if strange := [unit_id for unit_id in unit_ids if unit_id not in below]:
        raise UnitNotBelowInvalid(unit="、".join(unit_names(unit_ids=strange).values()))


def scheme_to_change(*, actor: Actor, scheme_id: UUID, at: datetime) -> Scheme:
    """A running scheme that this actor may revise or end. Raises SchemeNotFound and as check_scheme_change."""
    return _to_change(schemes_visible_to(actor).filter(pk=scheme_id).first(), actor, at)


def scheme_held_to_change(*, actor: Actor, scheme_id: UUID, at: datetime) -> Scheme:
    """The same, its row held until it is changed."""
    rows = schemes_visible_to(actor).select_for_update(of=("self",))
    return _to_change(rows.filter(pk=scheme_id).first(), actor, at)


def _to_change(scheme: Scheme | None, actor: Actor, at: datetime) -> Scheme:
    if scheme is None:
        raise SchemeNotFound
    check_scheme_change(actor, scheme, at=at)
    return scheme


def scheme_ref(scheme: Scheme) -> Ref:
    """By which the ledger names it."""
    return Ref("return_scheme", scheme.pk)
