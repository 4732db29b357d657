"""Who sits in which hall on which day, for the portal and the desk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext

from huiyin.kernel.actor import Actor
from huiyin.kernel.time import OFFICE_ZONE, office_day
from huiyin.orgs.selectors import unit_names
from huiyin.reception.models import HallSitting
from huiyin.reception.rules.rosters import HALF_LABELS, ROSTER_SHOWN, Half, RosterKind
from huiyin.reception.selectors.days import units_received_for

_MOST = 600


@dataclass(frozen=True, slots=True)
class SittingView:
    """A unit or a post, `who`, in a hall; no person's name."""

    id: UUID
    hall_unit_id: int
    hall: str
    place: str
    kind: RosterKind
    on: date
    half: Half
    who: str
    unit_id: int | None

    @property
    def half_label(self) -> str:
        """Which half of the day, in the reader's language."""
        return gettext(HALF_LABELS[self.half])


@dataclass(frozen=True, slots=True)
class RosterLine:
    """All that sit at one place on the same half of a day."""

    on: date
    half_label: str
    hall: str
    place: str
    who: tuple[str, ...]


def rosters_coming(*, at: datetime) -> dict[RosterKind, list[RosterLine]]:
    """What the portal shows: the coming two weeks, a line for each hall and half of a day. One statement."""
    today = office_day(at)
    rows = _views(_live().filter(on__gte=today, on__lte=today + ROSTER_SHOWN))
    return {kind: _lines([row for row in rows if row.kind is kind]) for kind in RosterKind}


def sittings_for(*, actor: Actor, at: datetime) -> list[SittingView]:
    """Those of the halls of the units that this officer receives for, from today on."""
    halls = sorted(units_received_for(actor))
    return _views(_live().filter(hall_unit__in=halls, on__gte=office_day(at)))


def units_sitting(*, hall_unit_ids: Iterable[int], at: datetime) -> dict[int, str]:
    """The units that sit in these halls at this moment, by id, with their names."""
    clock = at.astimezone(OFFICE_ZONE).time()
    rows = _views(_live().filter(hall_unit__in=sorted(hall_unit_ids), on=office_day(at), unit__isnull=False))
    return {row.unit_id: row.who for row in rows if row.unit_id is not None and row.half.covers(clock)}


def _live() -> "QuerySet[HallSitting]":
    return HallSitting.objects.filter(removed_at__isnull=True)


def _views(rows: "QuerySet[HallSitting]") -> list[SittingView]:
    found = list(rows.select_related("unit", "post__unit").order_by("on", "half", "hall_unit", "place", "id")[:_MOST])
    halls = unit_names(unit_ids={row.hall_unit_id for row in found}) if found else {}
    return [
        SittingView(
            id=row.pk,
            hall_unit_id=row.hall_unit_id,
            hall=halls[row.hall_unit_id],
            place=row.place,
            kind=RosterKind(row.kind),
            on=row.on,
            half=Half(row.half),
            who=_who(row),
            unit_id=row.unit_id,
        )
        for row in found
    ]


def _who(row: HallSitting) -> str:
    if row.unit is not None:
        return row.unit.name
    return f"{row.post.unit.name} {row.post.title}" if row.post is not None else ""


def _lines(rows: Iterable[SittingView]) -> list[RosterLine]:
    return [
        RosterLine(on, half_label, hall, place, tuple(row.who for row in group))
        for (on, half_label, hall, place), group in groupby(
            rows, key=lambda row: (row.on, row.half_label, row.hall, row.place)
        )
    ]
