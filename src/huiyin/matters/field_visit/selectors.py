"""Visits on the spot: as both sides' pages show them, and for which unit an officer can write one down."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huiyin.kernel.actor import UNIT_MANAGERS, Actor, ActorKind, Role
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import REVIEW_STATES, Action
from huiyin.matters.core.selectors.gate import matter_get_for
from huiyin.matters.models import Assist, FieldVisit, Matter
from huiyin.matters.permissions import is_deciding, is_handler
from huiyin.matters.recusal.selectors import officers_fit
from huiyin.matters.reply.rules import officers_of
from huiyin.orgs.selectors import chain_of, officer_names

_HELPING = (Role.REGISTRAR, Role.APPROVER, Role.HANDLER)


@dataclass(frozen=True, slots=True)
class FieldVisitView:
    """One visit. On the petitioner's page there is the day, the unit, and their own words where they were read out.

    `corrects` and `corrected_by` are places of others: which one this stands for, which one stands for this.
    """

    id: UUID
    position: int
    unit_id: int
    unit: str
    visited_at: datetime
    place: str
    officers: tuple[tuple[int, str], ...]
    met_petitioner: bool
    wishes: str
    was_read_out: bool
    findings: str
    proposal: str
    written_at: datetime
    writer: str
    corrects: int | None
    reason: str
    corrected_by: int | None

    @property
    def names(self) -> tuple[str, ...]:
        """Who went there."""
        return tuple(name for _id, name in self.officers)


def field_visits_of(matter: Matter, *, inside: bool) -> tuple[FieldVisitView, ...]:
    """In their order; for the petitioner without corrected ones. Asks only where there are some."""
    if not matter.parts & Part.FIELD_VISITS:
        return ()
    rows = list(FieldVisit.objects.filter(matter=matter).select_related("unit").order_by("position"))
    if inside:
        went = {officer_id for row in rows for officer_id in (*officers_of(row.officers), row.written_by)}
        return tuple(_views(rows, officer_names(officer_ids=went)))
    return tuple(_public(view) for view in _views(rows, {}) if view.corrected_by is None)


def _views(rows: Sequence[FieldVisit], names: dict[int, str]) -> Iterator[FieldVisitView]:
    places = {row.pk: row.position for row in rows}
    corrected = {row.corrects_id: row.position for row in rows}
    for row in rows:
        yield FieldVisitView(
            id=row.pk,
            position=row.position,
            unit_id=row.unit.pk,
            unit=row.unit.name,
            visited_at=row.visited_at,
            place=row.place,
            officers=tuple((key, names.get(key, "")) for key in sorted(officers_of(row.officers))),
            met_petitioner=row.met_petitioner,
            wishes=row.wishes,
            was_read_out=row.was_read_out,
            findings=row.findings,
            proposal=row.proposal,
            written_at=row.written_at,
            writer=names.get(row.written_by, ""),
            corrects=places[row.corrects_id] if row.corrects_id else None,
            reason=row.reason,
            corrected_by=corrected.get(row.pk),
        )


def _public(view: FieldVisitView) -> FieldVisitView:
    return FieldVisitView(
        id=view.id,
        position=view.position,
        unit_id=view.unit_id,
        unit=view.unit,
        visited_at=view.visited_at,
        place="",
        officers=(),
        met_petitioner=view.met_petitioner and view.was_read_out,
        # What nobody has read out to them may not be what they said.
        wishes=view.wishes if view.was_read_out else "",
        was_read_out=view.was_read_out,
        findings="",
        proposal="",
        written_at=view.written_at,
        writer="",
        corrects=view.corrects,
        reason="",
        corrected_by=None,
    )


def visiting_unit(actor: Actor, matter: Matter, helping: Collection[int] | None = None) -> int | None:
    """For which unit the officer would have been there: the one that decides, that has the matter, or that helps.

    A leader above goes for the unit that they lead. None: for none. `helping` are the units that help, in the order
    of asking, where the caller knows them.
    """
    if actor.kind is not ActorKind.OFFICER:
        return None
    if matter.state in REVIEW_STATES and is_deciding(actor, matter):
        return matter.review_unit_id
    if matter.lead_unit_id in actor.units_as(*UNIT_MANAGERS) or is_handler(actor, matter):
        return matter.lead_unit_id
    own = actor.units_as(*_HELPING)
    for unit_id in _helping(matter) if helping is None else helping:
        if unit_id in own:
            return unit_id
    if matter.lead_unit_id in actor.command_unit_ids:
        led = actor.units_as(Role.LEADER)
        return next((unit.id for unit in chain_of(unit_id=matter.lead_unit_id) if unit.id in led), None)
    return None


def field_visit_is_shown(
    action: Action, matter: Matter, actor: Actor, visits: Sequence[FieldVisitView], helping: Collection[int]
) -> bool:
    """Whether the page offers these two moves: the table says only who might be there for some unit."""
    if action not in {Action.RECORD_FIELD_VISIT, Action.CORRECT_FIELD_VISIT}:
        return True
    unit_id = visiting_unit(actor, matter, helping)
    if unit_id is None or action is Action.RECORD_FIELD_VISIT:
        return unit_id is not None
    return any(correctable(visit, unit_id) for visit in visits)


def correctable(visit: FieldVisitView, unit_id: int | None) -> bool:
    """Whether officers of that unit can still correct it: of what was corrected they correct the correction."""
    return visit.corrected_by is None and visit.unit_id == unit_id


@dataclass(frozen=True, slots=True)
class Visitors:
    """For which unit a visit is written down, and who of it may have gone along, as (id, name), the writer first."""

    unit_id: int | None = None
    officers: tuple[tuple[int, str], ...] = ()


NO_VISITORS = Visitors()


def visitors_for_page(*, actor: Actor, matter_id: UUID, on: date) -> Visitors:
    """For the form. Raises MatterNotFound."""
    matter = matter_get_for(actor=actor, matter_id=matter_id)
    unit_id = visiting_unit(actor, matter)
    if unit_id is None:
        return NO_VISITORS
    return Visitors(unit_id, officers_fit(actor=actor, matter=matter, unit_id=unit_id, on=on))


def _helping(matter: Matter) -> list[int]:
    if not matter.parts & Part.ASSISTS:
        return []
    asked = Assist.objects.filter(matter=matter, ended_at__isnull=True).order_by("position")
    return list(dict.fromkeys(asked.values_list("unit_id", flat=True)))
