"""Who must not see a matter: those in its own row and those beside it. Ungated: for what the system does itself."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.clocks.selectors import clocks_for_many
from huiyin.kernel.actor import ActorKind
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.models import FurtherRespondent, LiftProposal, Matter
from huiyin.orgs.rules import NO_RESPONDENTS, Respondents
from huiyin.orgs.selectors import officer_names

UNIT_KEY, OFFICER_KEY = "unit", "officer"
LIFT_CLOCK = "lift_objection"


@dataclass(frozen=True, slots=True)
class BarView:
    """One bar of a matter. `key` names it on its pages; it says nothing about an officer.

    `name` is the unit's; an officer's only inside, else "". While the office asks the petitioner to let a slip be
    undone, `proposal` is its reason.
    """

    key: str
    barred: Respondents
    name: str
    is_by_office: bool
    proposal: str = ""

    @property
    def is_officer(self) -> bool:
        """Whether an officer is barred, with all they command, and not a unit."""
        return bool(self.barred.officer_ids)


def respondents_of(matter: Matter) -> Respondents:
    """Everybody who is barred from it now. Asks the database only where somebody stands beside the matter's row."""
    first = Respondents.of([matter.respondent_unit_id], [matter.respondent_officer_id])
    if not matter.parts & Part.RESPONDENTS:
        return first
    return first | further_respondents(matter_ids=[matter.pk]).get(matter.pk, NO_RESPONDENTS)


def with_respondents(matters: "QuerySet[Matter]") -> "QuerySet[Matter]":
    """Those of these matters from which somebody is barred."""
    first = Q(respondent_unit__isnull=False) | Q(respondent_officer__isnull=False)
    return matters.filter(first | Q(pk__in=matters_beside()))


def matters_beside() -> "QuerySet[FurtherRespondent, UUID]":
    """The ids of the matters from which more are barred than stand in their own rows."""
    return FurtherRespondent.objects.filter(lifted_at__isnull=True).values_list("matter_id", flat=True)


def further_respondents(*, matter_ids: Iterable[UUID]) -> Mapping[UUID, Respondents]:
    """Those who stand beside the rows of these matters, by matter, in one statement; nothing for the others."""
    rows = FurtherRespondent.objects.filter(matter__in=list(matter_ids), lifted_at__isnull=True)
    units: dict[UUID, list[int | None]] = defaultdict(list)
    officers: dict[UUID, list[int | None]] = defaultdict(list)
    for matter_id, unit_id, officer_id in rows.values_list("matter_id", "unit_id", "officer_id"):
        units[matter_id].append(unit_id)
        officers[matter_id].append(officer_id)
    return {matter_id: Respondents.of(units[matter_id], officers[matter_id]) for matter_id in units}


def bars_of(matter: Matter, *, inside: bool) -> tuple[BarView, ...]:
    """Its bars one by one, the first ones first; `inside`: for an officer, who may read names."""
    found = list(_bars(matter))
    if inside and (officers := [officer_id for bar in found for officer_id in bar.barred.officer_ids]):
        names = officer_names(officer_ids=officers)
        found = [_with_name(bar, names) for bar in found]
    asked = proposal_of(matter)
    if asked is None:
        return tuple(found)
    meant = Respondents.of([asked.unit_id], [asked.officer_id])
    return tuple(
        BarView(bar.key, bar.barred, bar.name, bar.is_by_office, asked.reason) if bar.barred == meant else bar
        for bar in found
    )


def proposal_of(matter: Matter) -> LiftProposal | None:
    """The bar that the office asks to lift as a slip, while the petitioner can object; there is one at most."""
    if not matter.parts & Part.LIFT_PROPOSALS:
        return None
    return LiftProposal.objects.filter(matter=matter, ended_at__isnull=True).first()


def proposals_past(*, at: datetime, limit: int = 200) -> list[UUID]:
    """The matters whose petitioners had their time to object to the lifting of a bar, and didn't."""
    asked = LiftProposal.objects.filter(ended_at__isnull=True, matter__is_open=True).order_by("at")
    matter_ids = list(asked.values_list("matter_id", flat=True)[:limit])
    running = clocks_for_many(subject_ids=matter_ids, at=at) if matter_ids else {}
    return [
        matter_id
        for matter_id in matter_ids
        if any(clock.code == LIFT_CLOCK and clock.due_at < at for clock in running.get(matter_id, ()))
    ]


def _bars(matter: Matter) -> Iterator[BarView]:
    by_office = matter.respondent_by.startswith(ActorKind.OFFICER.value)
    if matter.respondent_unit is not None:
        unit = matter.respondent_unit
        yield BarView(UNIT_KEY, Respondents.of([unit.pk]), unit.name, by_office)
    if matter.respondent_officer_id is not None:
        yield BarView(OFFICER_KEY, Respondents.of((), [matter.respondent_officer_id]), "", by_office)
    if not matter.parts & Part.RESPONDENTS:
        return
    rows = FurtherRespondent.objects.filter(matter=matter, lifted_at__isnull=True).select_related("unit")
    for row in rows.order_by("at", "id"):
        barred = Respondents.of([row.unit_id], [row.officer_id])
        name = row.unit.name if row.unit else ""
        yield BarView(row.pk.hex, barred, name, row.by.startswith(ActorKind.OFFICER.value))


def _with_name(bar: BarView, names: Mapping[int, str]) -> BarView:
    if not bar.is_officer:
        return bar
    (officer_id,) = bar.barred.officer_ids
    return BarView(bar.key, bar.barred, names.get(officer_id, ""), bar.is_by_office)
