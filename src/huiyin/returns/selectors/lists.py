"""The returns of an officer's own units: what is due first, then what has been."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext

from huiyin.kernel.actor import Actor
from huiyin.orgs.selectors import unit_names
from huiyin.returns.models import Return
from huiyin.returns.rules.fields import count_rows, fields_known
from huiyin.returns.rules.standing import STANDING_LABELS, ReturnStanding, standing_of
from huiyin.returns.rules.states import ReturnState
from huiyin.returns.selectors.gate import STAFF_ROLES, visible_to
from huiyin.returns.selectors.wording import covered_text

_DUE_MOST, _PAST_MOST = 200, 60
# Of so many that are due the list asks the rows whether there is something; of the others their own page does.
_COUNTED_MOST = 12
_OPEN = (ReturnStanding.DUE, ReturnStanding.MISSING)


@dataclass(frozen=True, slots=True)
class ReturnSummary:
    """A line of a list. `may_send_nothing`: one press does, as far as the rows say now."""

    id: UUID
    scheme_id: UUID
    scheme: str
    unit: str
    due_at: datetime
    covers_from: datetime
    covers_to: datetime
    opens_at: datetime
    standing: ReturnStanding
    reported_at: datetime | None
    version: int
    is_open: bool
    is_nothing: bool
    is_corrected: bool
    is_found_later: bool
    may_send_nothing: bool

    @property
    def standing_label(self) -> str:
        """How it stands, in the reader's language."""
        return gettext(STANDING_LABELS[self.standing])

    @property
    def covers(self) -> str:
        """The time that it covers: whole days by their dates, else by instants."""
        return covered_text(self.covers_from, self.covers_to)

    @property
    def is_late(self) -> bool:
        """Whether it is marked as late or missing."""
        return self.standing in (ReturnStanding.LATE, ReturnStanding.MISSING)

    @classmethod
    def of(cls, row: Return, *, unit: str, is_nothing_counted: bool, at: datetime) -> Self:
        """A row whose scheme is read already."""
        standing = standing_of(state=row.state, due_at=row.due_at, reported_at=row.reported_at, at=at)
        is_open = standing in _OPEN and at >= row.opens_at
        return cls(
            id=row.pk,
            scheme_id=row.scheme_id,
            scheme=row.scheme.name,
            unit=unit,
            due_at=row.due_at,
            covers_from=row.covers_from,
            covers_to=row.covers_to,
            opens_at=row.opens_at,
            standing=standing,
            reported_at=row.reported_at,
            version=row.version,
            is_open=is_open,
            is_nothing=row.is_nothing,
            is_corrected=row.state == ReturnState.CORRECTED,
            is_found_later=row.found_later_at is not None,
            may_send_nothing=is_open and is_nothing_counted,
        )


def returns_of_units(*, actor: Actor, at: datetime) -> tuple[list[ReturnSummary], list[ReturnSummary]]:
    """What the actor's own units owe, the first due first, and what they have reported, the newest first."""
    own = sorted(actor.units_as(*STAFF_ROLES))
    rows = visible_to(actor).filter(unit__in=own).select_related("scheme")
    due = list(rows.filter(state=ReturnState.DUE).order_by("due_at", "pk")[:_DUE_MOST])
    past = list(rows.exclude(state=ReturnState.DUE).order_by("-due_at", "pk")[:_PAST_MOST])
    names = unit_names(unit_ids={row.unit_id for row in (*due, *past)}) if due or past else {}
    return _summaries(due, names, at), _summaries(past, names, at)


def _summaries(rows: Collection[Return], names: dict[int, str], at: datetime) -> list[ReturnSummary]:
    sendable = [row for row in rows if row.state == ReturnState.DUE and at >= row.opens_at][:_COUNTED_MOST]
    nothing = {row.pk for row in sendable if not any(_counted(row).values())}
    return [
        ReturnSummary.of(row, unit=names.get(row.unit_id, ""), is_nothing_counted=row.pk in nothing, at=at)
        for row in rows
    ]


def _counted(row: Return) -> dict[str, int]:
    fields = fields_known(row.codes)
    return count_rows(fields, unit_id=row.unit_id, since=row.covers_from, until=row.covers_to)


def returns_owed(*, actor: Actor, at: datetime) -> "QuerySet[Return]":
    """What the actor's own units can report by now and haven't."""
    own = sorted(actor.units_as(*STAFF_ROLES))
    return visible_to(actor).filter(unit__in=own, state=ReturnState.DUE, opens_at__lte=at)


def returns_waiting(*, actor: Actor) -> "QuerySet[Return]":
    """The same by the database's own time, for a count whose statement is kept."""
    own = sorted(actor.units_as(*STAFF_ROLES))
    return visible_to(actor).filter(unit__in=own, state=ReturnState.DUE, opens_at__lte=Now())


def returns_owed_lines(*, actor: Actor, at: datetime, most: int) -> list[ReturnSummary]:
    """The first due of them; what their rows say is left to their own pages."""
    rows = list(returns_owed(actor=actor, at=at).select_related("scheme").order_by("due_at", "pk")[:most])
    names = unit_names(unit_ids={row.unit_id for row in rows}) if rows else {}
    return [ReturnSummary.of(row, unit=names.get(row.unit_id, ""), is_nothing_counted=False, at=at) for row in rows]
