"""Schemes of the invented county, and ways to what they bring about."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from huiyin.clocks.rules.due import time_on
from huiyin.kernel.time import OFFICE_ZONE, office_day
from huiyin.returns.models import Return, Scheme
from huiyin.returns.rules.plans import SchemePlan
from huiyin.returns.rules.revisions import SchemeChange
from huiyin.returns.rules.states import ReturnState, ReturnWay
from huiyin.returns.rules.timetable import Covers, Rhythm
from huiyin.returns.services import (
    ReturnDraft,
    ReturnRecord,
    return_correct,
    return_record,
    return_send,
    scheme_begin,
    scheme_revise,
    slots_list,
)
from tests.cast import Cast

TYPED = ("hazards_found", "meetings_held")


def plan(cast: Cast, **given: Any) -> SchemePlan:
    """Every day by 15:00, of the housing bureau and the town, for the county."""
    return SchemePlan(
        **{
            "name": "安全每日报告",
            "reason": "汛期安全",
            "receiving_unit_id": cast.units["county"],
            "unit_ids": (cast.units["housing"], cast.units["town"]),
            "field_codes": TYPED,
            "rhythm": Rhythm.DAILY,
            "times": "15:00",
            "begins_on": office_day(cast.at),
            "covers": Covers.UP_TO_DUE,
            **given,
        }
    )


def begin(cast: Cast, by: str = "mayor", **given: Any) -> UUID:
    """Begin such a scheme."""
    return scheme_begin(actor=cast.actor(by), plan=plan(cast, **given), at=cast.at)


def of_unit(cast: Cast, unit: str = "housing") -> Return:
    """The unit's return that is due first of those that haven't come, else its newest."""
    rows = Return.objects.filter(unit=cast.units[unit])
    return rows.filter(state=ReturnState.DUE).order_by("due_at").first() or rows.latest("due_at")


def send(cast: Cast, row: Return, by: str = "handler", *, note: str = "", **counts: int) -> None:
    """The unit reports."""
    draft = ReturnDraft(counts, note)
    return_send(actor=cast.actor(by), return_id=row.pk, draft=draft, at=cast.at, seen=row.version)


def record(cast: Cast, row: Return, counts: Mapping[str, int] | None = None, **given: Any) -> None:
    """The county writes down what was said on the telephone."""
    return_record(
        actor=cast.actor("mayor"),
        return_id=row.pk,
        draft=ReturnDraft(counts or {}),
        record=ReturnRecord(
            **{"way": ReturnWay.PHONE, "reported_at": cast.at, "caller_post": "值班干部", **given},
        ),
        at=cast.at,
    )


def correct(cast: Cast, row: Return, by: str = "handler", reason: str = "漏报了一处", **counts: int) -> None:
    """The unit corrects."""
    return_correct(actor=cast.actor(by), return_id=row.pk, draft=ReturnDraft(counts), reason=reason, at=cast.at)


def go_on(cast: Cast, until: datetime) -> None:
    """Let time pass, with the worker's round at every midnight that it passes."""
    while (midnight := time_on(office_day(cast.at) + timedelta(days=1), datetime.min.time())) <= until:
        cast.at = midnight
        slots_list(at=cast.at)
    cast.at = until


def revise(cast: Cast, scheme_id: UUID, by: str = "mayor", **given: Any) -> None:
    """Revise a scheme in what is given; the rest stays as it is."""
    args: dict[str, Any] = {"why": "按新的要求报", "seen": None}
    args |= {name: given.pop(name) for name in ("why", "seen") if name in given}
    change = replace(change_of(scheme_id), **given)
    scheme_revise(actor=cast.actor(by), scheme_id=scheme_id, change=change, at=cast.at, **args)


def change_of(scheme_id: UUID) -> SchemeChange:
    """The change that changes nothing."""
    scheme = Scheme.objects.get(pk=scheme_id)
    owing = scheme.units.filter(dropped_at=None).order_by("unit").values_list("unit", flat=True)
    now_is = scheme.plan(owing)
    return SchemeChange(**{field.name: getattr(now_is, field.name) for field in fields(SchemeChange)})


def states(scheme_id: UUID, unit_id: int) -> list[tuple[str, str]]:
    """Day and time of the unit's returns with their states, the first due first."""
    rows = Return.objects.filter(scheme=scheme_id, unit=unit_id).order_by("due_at", "state")
    return [(f"{row.due_at.astimezone(OFFICE_ZONE):%d %H:%M}", row.state) for row in rows]
