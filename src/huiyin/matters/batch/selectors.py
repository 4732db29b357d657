"""Owned matters by leader and by batch, and the rate: what the reader may see, in a fixed number of statements.

What they may not see is neither listed nor counted, so that a sum says nothing about it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext

from huiyin.kernel.actor import UNIT_MANAGERS, Actor
from huiyin.kernel.time import office_day
from huiyin.matters.batch.errors import BatchNotFound
from huiyin.matters.batch.rules import BATCH_MOST
from huiyin.matters.core.selectors.gate import visible_through
from huiyin.matters.models import BatchMatter, Milestone, SponsorAnswer, SponsorBatch, Sponsorship
from huiyin.matters.resolution.rules import ANSWERED_ENDS, RESOLUTION_LABELS, Resolution, Tally
from huiyin.matters.resolution.selectors import resolutions_of

_OWNED_MOST = 500


@dataclass(frozen=True, slots=True)
class OwnedRow:
    """A matter that a leader answers for in person, or did until it ended.

    `is_ended`: the matter has ended with an answer, and its leader has answered the four questions. `late_on` is the
    day of the first open step of the plan that has passed.
    """

    number: str
    title: str
    unit: str
    officer_id: int
    leader: str
    taken_at: datetime
    plan: str
    steps: int
    steps_done: int
    late_on: date | None
    batch: str
    given_on: date | None
    resolution: Resolution
    resolution_label: str
    is_ended: bool
    ended_at: datetime | None
    may_be_ended: bool


@dataclass(frozen=True, slots=True)
class LeaderOwned:
    """One leader's matters, as a reader sees them."""

    leader: str
    rows: tuple[OwnedRow, ...]
    tally: Tally


@dataclass(frozen=True, slots=True)
class OwnedPage:
    """All leaders with their matters, and the sum."""

    leaders: tuple[LeaderOwned, ...]
    tally: Tally

    @property
    def rows(self) -> tuple[OwnedRow, ...]:
        """All matters in the order of the page."""
        return tuple(row for leader in self.leaders for row in leader.rows)


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch as a reader sees it: `tally` counts ended ÷ in the batch, of what they may see."""

    id: UUID
    unit: str
    number: int
    given_on: date
    tally: Tally
    size: int


@dataclass(frozen=True, slots=True)
class BatchPage:
    """One batch with its matters, by leader."""

    batch: BatchRow
    owned: OwnedPage


def owned_page(*, actor: Actor, mine: bool, at: datetime) -> OwnedPage:
    """Matters with a leader, by leader: one's own (and of whom one stands in for), or all that the reader may see."""
    running = _ownerships(actor)
    if mine:
        people = [officer_id for officer_id in (actor.officer_id, *actor.stands_for) if officer_id]
        running = running.filter(officer__in=people)
    return _by_leader(_rows(list(running[:_OWNED_MOST]), at))


def owned_to_batch(*, actor: Actor, at: datetime) -> OwnedPage:
    """Those that are in no batch yet and haven't ended, to be put into one."""
    found = _ownerships(actor).filter(ended_at__isnull=True, matter__is_open=True)
    rows = _rows(list(found[:BATCH_MOST]), at)
    return _by_leader([row for row in rows if not row.batch])


def batches_for(*, actor: Actor) -> list[BatchRow]:
    """The batches that the reader may know of, the newest first."""
    batches = list(_batches(actor).select_related("unit").order_by("-given_on", "-number", "pk")[:100])
    items = list(_items(actor).filter(batch__in=[batch.pk for batch in batches]))
    return _batch_rows(batches, items)


def batch_page(*, actor: Actor, batch_id: UUID, at: datetime) -> BatchPage:
    """One of them. Raises BatchNotFound."""
    batch = _batches(actor).select_related("unit").filter(pk=batch_id).first()
    if batch is None:
        raise BatchNotFound
    items = list(_items(actor).filter(batch=batch))
    # Who has it now: it may have been handed on since it was given.
    ids = [item.matter_id for item in items]
    newest = {
        row.matter_id: row for row in _with_rows(Sponsorship.objects.filter(matter__in=ids)).order_by("taken_at")
    }
    rows = _rows(list(newest.values()), at)
    return BatchPage(batch=_batch_rows([batch], items)[0], owned=_by_leader(rows))


def _batches(actor: Actor) -> "QuerySet[SponsorBatch]":
    """Of the reader's units and those below them, and those with a matter that the reader may see."""
    units = sorted(actor.units_as(*UNIT_MANAGERS) | actor.command_unit_ids)
    seen = BatchMatter.objects.filter(visible_through(actor), batch=OuterRef("pk"))
    return SponsorBatch.objects.filter(Q(unit__in=units) | Exists(seen))


def _items(actor: Actor) -> "QuerySet[BatchMatter]":
    return BatchMatter.objects.filter(visible_through(actor)).select_related("matter", "batch")


def _batch_rows(batches: Sequence[SponsorBatch], items: Sequence[BatchMatter]) -> list[BatchRow]:
    resolutions = resolutions_of([item.matter for item in items])
    ended = _ended_ids(items)
    of_batch: dict[UUID, list[BatchMatter]] = defaultdict(list)
    for item in items:
        of_batch[item.batch_id].append(item)
    return [
        BatchRow(
            id=batch.pk,
            unit=batch.unit.name,
            number=batch.number,
            given_on=batch.given_on,
            tally=Tally.of(
                (resolutions[item.matter_id] for item in of_batch[batch.pk]),
                done=[item.matter_id in ended for item in of_batch[batch.pk]],
            ),
            size=len(of_batch[batch.pk]),
        )
        for batch in batches
    ]


def _ended_ids(items: Sequence[BatchMatter]) -> set[UUID]:
    """Those of whose matters the last ownership was ended, while the matter itself has ended with an answer."""
    ids = [item.matter_id for item in items if item.matter.state in ANSWERED_ENDS]
    answered = SponsorAnswer.objects.filter(sponsorship=OuterRef("pk"))
    rows = Sponsorship.objects.filter(matter__in=ids).annotate(answered=Exists(answered)).order_by("taken_at")
    newest = {row.matter_id: row for row in rows}
    return {matter_id for matter_id, row in newest.items() if row.ended_at is not None and row.answered}


def _ownerships(actor: Actor) -> "QuerySet[Sponsorship]":
    """Running ones, and those that their leader has ended; what was handed on is the next leader's."""
    answered = SponsorAnswer.objects.filter(sponsorship=OuterRef("pk"))
    found = Sponsorship.objects.filter(visible_through(actor)).filter(Q(ended_at__isnull=True) | Exists(answered))
    return _with_rows(found).order_by("officer", "taken_at", "pk")


def _with_rows(found: "QuerySet[Sponsorship]") -> "QuerySet[Sponsorship]":
    answered = SponsorAnswer.objects.filter(sponsorship=OuterRef("pk"))
    return found.annotate(answered=Exists(answered)).select_related("matter", "matter__lead_unit", "officer")


def _rows(ownerships: Sequence[Sponsorship], at: datetime) -> list[OwnedRow]:
    ids = [row.matter_id for row in ownerships]
    steps: dict[UUID, list[Milestone]] = defaultdict(list)
    for step in Milestone.objects.filter(matter__in=ids).order_by("due_on", "position"):
        steps[step.matter_id].append(step)
    given = (
        BatchMatter.objects.filter(matter__in=ids)
        .select_related("batch")
        .order_by("batch__given_on", "batch__number")
    )
    batches = {item.matter_id: item.batch for item in given}
    resolutions = resolutions_of(list({row.matter_id: row.matter for row in ownerships}.values()))
    return [
        _row(row, steps[row.matter_id], batches.get(row.matter_id), resolutions[row.matter_id], office_day(at))
        for row in ownerships
    ]


def _row(
    row: Sponsorship, steps: Sequence[Milestone], batch: SponsorBatch | None, resolution: Resolution, today: date
) -> OwnedRow:
    matter = row.matter
    left = [step for step in steps if step.done_at is None]
    late = [step.due_on for step in left if step.due_on < today and matter.is_open]
    is_ended = row.ended_at is not None and bool(getattr(row, "answered", False)) and matter.state in ANSWERED_ENDS
    return OwnedRow(
        number=matter.number,
        title=matter.title,
        unit=matter.lead_unit.name,
        officer_id=row.officer_id,
        leader=f"{row.office} {row.officer.display_name}".strip(),
        taken_at=row.taken_at,
        plan=row.plan,
        steps=len(steps),
        steps_done=len(steps) - len(left),
        late_on=late[0] if late else None,
        batch=gettext("第 %(number)s 批") % {"number": batch.number} if batch else "",
        given_on=batch.given_on if batch else None,
        resolution=resolution,
        resolution_label=gettext(RESOLUTION_LABELS[resolution]),
        is_ended=is_ended,
        ended_at=row.ended_at if is_ended else None,
        may_be_ended=row.ended_at is None and not matter.is_open,
    )


def _by_leader(rows: Iterable[OwnedRow]) -> OwnedPage:
    groups: dict[int, list[OwnedRow]] = defaultdict(list)
    for row in rows:
        groups[row.officer_id].append(row)
    leaders = tuple(LeaderOwned(found[0].leader, tuple(found), _tally(found)) for found in groups.values())
    return OwnedPage(leaders, _tally([row for leader in leaders for row in leader.rows]))


def _tally(rows: Sequence[OwnedRow]) -> Tally:
    return Tally.of((row.resolution for row in rows), done=[row.is_ended for row in rows])
