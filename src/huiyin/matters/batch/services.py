"""Putting a batch of owned matters together."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from huiyin.kernel.actor import UNIT_MANAGERS, Actor
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.refs import Ref
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entry_append
from huiyin.matters.batch.errors import (
    BatchDayInvalid,
    BatchedAlready,
    BatchEmpty,
    BatchNotAllowed,
    BatchNumberInvalid,
    BatchNumberTaken,
    NotOwned,
)
from huiyin.matters.batch.rules import BATCH_MOST, NUMBER_MOST
from huiyin.matters.core.errors import MatterNotFound
from huiyin.matters.core.selectors.gate import visible_to
from huiyin.matters.models import BatchMatter, Matter, SponsorAnswer, SponsorBatch, Sponsorship

MADE = "matters.batch.made"


@dataclass(frozen=True, slots=True)
class BatchMade:
    """A batch; `refused` says by number why a matter isn't in it."""

    id: UUID
    count: int
    refused: Mapping[str, HuiyinError]


@transaction.atomic
def batch_make(
    *, actor: Actor, unit_id: int, number: int, given_on: date, numbers: Collection[str], at: datetime
) -> BatchMade:
    """Put matters that have a leader into a batch; what can't be in it is named and holds up no other.

    Raises BatchNotAllowed, BatchNumberInvalid, BatchNumberTaken, BatchDayInvalid, BatchEmpty.
    """
    if unit_id not in actor.units_as(*UNIT_MANAGERS):
        raise BatchNotAllowed
    if not 1 <= number <= NUMBER_MOST:
        raise BatchNumberInvalid
    if given_on > office_day(at):
        raise BatchDayInvalid
    wanted = list(dict.fromkeys(numbers))
    if not 1 <= len(wanted) <= BATCH_MOST:
        raise BatchEmpty(most=BATCH_MOST)
    batch = SponsorBatch(unit_id=unit_id, number=number, given_on=given_on, made_at=at, made_by=actor.ref)
    # Of two at once the second one is dropped without an error, and isn't found below.
    SponsorBatch.objects.bulk_create([batch], ignore_conflicts=True)
    if not SponsorBatch.objects.filter(pk=batch.pk).exists():
        raise BatchNumberTaken(number=number)
    items, refused = _items(actor, batch, wanted)
    if not items:
        raise BatchEmpty(most=BATCH_MOST)
    subject = Ref("sponsor_batch", batch.pk)
    entry_append(kind=MADE, subject=subject, at=at, actor=actor.ref, rows=[batch, *items])
    return BatchMade(batch.pk, len(items), refused)


def _items(
    actor: Actor, batch: SponsorBatch, numbers: Collection[str]
) -> tuple[list[BatchMatter], dict[str, HuiyinError]]:
    matters = {matter.number: matter for matter in visible_to(actor).filter(number__in=numbers)}
    running = Sponsorship.objects.filter(matter__in=[matter.pk for matter in matters.values()], ended_at=None)
    owned = {row.matter_id: row for row in running}
    given = _given(owned)
    refused: dict[str, HuiyinError] = {}
    items = []
    for number in numbers:
        matter = matters.get(number)
        why = _why_not(matter, owned, given)
        if why is not None or matter is None:
            refused[number] = why or MatterNotFound()
            continue
        items.append(BatchMatter(batch=batch, matter=matter, sponsorship=owned[matter.pk]))
    # An ownership that somebody else put into a batch at the same instant stays in that one.
    BatchMatter.objects.bulk_create(items, ignore_conflicts=True)
    kept = set(BatchMatter.objects.filter(batch=batch).values_list("pk", flat=True))
    refused |= {item.matter.number: BatchedAlready() for item in items if item.pk not in kept}
    return [item for item in items if item.pk in kept], refused


def _given(matter_ids: Collection[UUID]) -> set[UUID]:
    """Those that are in a batch: also where they were handed on since, until their ownership has been ended."""
    answered = Exists(SponsorAnswer.objects.filter(sponsorship=OuterRef("pk")))
    ended = Sponsorship.objects.filter(answered, matter__in=matter_ids).order_by("ended_at")
    last = dict(ended.values_list("matter_id", "ended_at"))
    items = BatchMatter.objects.filter(matter__in=matter_ids).values_list("matter_id", "sponsorship__taken_at")
    return {pk for pk, taken_at in items if (ended_at := last.get(pk)) is None or taken_at > ended_at}


def _why_not(matter: Matter | None, owned: Mapping[UUID, Sponsorship], given: Collection[UUID]) -> HuiyinError | None:
    if matter is None:
        return MatterNotFound()
    if matter.pk not in owned:
        return NotOwned()
    return BatchedAlready() if matter.pk in given else None
