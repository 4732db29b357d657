"""The sweep that proves that no open matter is without an owner or without a running clock."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from huiyin.clocks.selectors import subjects_without_running_clock
from huiyin.matters.core.rules.states import State
from huiyin.matters.models import Matter
from huiyin.matters.respondents.selectors.bars import unbarred_unit, unit_is_barred
from huiyin.matters.respondents.selectors.respondents import matters_beside, respondents_of, with_respondents
from huiyin.orgs.rules import Respondents

_BATCH = 5000
_WORKED_ON = (State.INVESTIGATING, State.DRAFTED, State.APPROVED)


@dataclass(frozen=True, slots=True)
class StuckMatter:
    """An open matter that nobody answers for, and why."""

    matter_id: UUID
    number: str
    why: str


def stuck_matters() -> list[StuckMatter]:
    """Every open matter without a running clock, or worked on by nobody. Empty is how it has to be."""
    found: list[StuckMatter] = []
    for batch in _open_in_batches():
        numbers = {matter_id: number for matter_id, number, _, _ in batch}
        for matter_id in subjects_without_running_clock(subject_ids=list(numbers)):
            found.append(StuckMatter(matter_id, numbers[matter_id], "no running clock"))
        for matter_id, number, state, handler_id in batch:
            # The database forbids it too; a sweep that trusted that would prove nothing.
            if state in _WORKED_ON and handler_id is None:
                found.append(StuckMatter(matter_id, number, "nobody works on it"))
    return found + _led_by_barred_units()


def _led_by_barred_units() -> list[StuckMatter]:
    """Matters that lie with a unit that they are about: nobody there may see them."""
    return [
        StuckMatter(pk, number, "its unit is barred")
        for stuck, _ in _barred_units()
        for pk, number in stuck.values_list("pk", "number")
    ]


def matters_with_barred_unit() -> list[UUID]:
    """Open matters whose unit is barred from them, while the house has another one that isn't."""
    return [
        pk
        for stuck, is_free in _barred_units()
        if is_free
        for pk in stuck.order_by("pk").values_list("pk", flat=True)
    ]


def _barred_units() -> Iterator[tuple[QuerySet[Matter], bool]]:
    """The matters of each unit with a respondent that bars it, and whether another unit could have them."""
    opened = Matter.objects.filter(is_open=True)
    alone = with_respondents(opened).exclude(pk__in=matters_beside())
    # Asked once for each pair and not for each matter: a bar depends on the tree, which takes statements to read.
    for lead, unit, officer in alone.values_list(
        "lead_unit_id", "respondent_unit_id", "respondent_officer_id"
    ).distinct():
        barred = Respondents.of([unit], [officer])
        if unit_is_barred(unit_id=lead, respondents=barred):
            stuck = alone.filter(lead_unit=lead, respondent_unit=unit, respondent_officer=officer)
            yield stuck, unbarred_unit(unit_id=lead, respondents=barred) != lead
    # Few matters bar more than one: each is looked at by itself.
    for matter in opened.filter(pk__in=matters_beside()):
        barred = respondents_of(matter)
        if unit_is_barred(unit_id=matter.lead_unit_id, respondents=barred):
            free = unbarred_unit(unit_id=matter.lead_unit_id, respondents=barred)
            yield opened.filter(pk=matter.pk), free != matter.lead_unit_id


def _open_in_batches() -> Iterator[Sequence[tuple[UUID, str, str, int | None]]]:
    last: UUID | None = None
    while True:
        query = Matter.objects.filter(is_open=True).order_by("pk")
        if last is not None:
            # By key and not by offset: matters that end between two pages would move others past the reader.
            query = query.filter(pk__gt=last)
        batch = list(query.values_list("pk", "number", "state", "handler_id")[:_BATCH])
        if not batch:
            return
        yield batch
        last = batch[-1][0]
