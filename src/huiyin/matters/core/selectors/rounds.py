"""What the system's own rounds and imports ask: ungated, for no page."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from huiyin.matters.core.rules.parts import Part, has_code
from huiyin.matters.core.rules.states import State, reading_unit
from huiyin.matters.linking.rules import LinkKind
from huiyin.matters.models import Link, Matter, PromisedStep
from huiyin.matters.respondents.selectors.respondents import further_respondents
from huiyin.orgs.rules import NO_RESPONDENTS, Respondents


@dataclass(frozen=True, slots=True)
class RoundView:
    """As much of a matter as it takes to know whom a clock's signal is for; no identity of whoever has no code."""

    id: UUID
    number: str
    kind: str
    is_open: bool
    lead_unit_id: int
    handler_id: int | None
    identity_id: UUID | None
    respondents: Respondents = NO_RESPONDENTS
    state: str = ""
    review_unit_id: int | None = None
    reviewer_id: int | None = None
    read_in: int | None = None


def matters_for_round(*, matter_ids: Collection[UUID]) -> dict[UUID, RoundView]:
    """These matters by id, in one statement, two where more than one is barred; an id of no matter is left out."""
    rows = list(
        Matter.objects.filter(pk__in=set(matter_ids)).values_list(
            "pk", "parts", "respondent_unit_id", "respondent_officer_id", "number", "kind", "is_open", "lead_unit_id",
            "handler_id", "identity_id", "state", "review_unit_id", "reviewer_id", "origin",
            "respondents_settled",
        )
    )  # fmt: skip
    beside = [matter_id for matter_id, parts, *_ in rows if parts & Part.RESPONDENTS]
    further = further_respondents(matter_ids=beside) if beside else {}
    found = {}
    for row in rows:
        barred = Respondents.of([row[2]], [row[3]]) | further.get(row[0], NO_RESPONDENTS)
        read_in = reading_unit(lead_unit_id=row[7], kind=row[5], state=row[10], is_settled=row[14])
        view = RoundView(row[0], *row[4:10], barred, *row[10:13], read_in)
        # Whoever never got a code hears of nothing.
        heard = has_code(origin=row[13], parts=row[1])
        found[row[0]] = view if heard else replace(view, identity_id=None)
    return found


def matters_past_window(*, at: datetime, limit: int) -> list[UUID]:
    """Answered matters whose time for rating and review has passed, the earliest first: they can be closed."""
    # What was posted and hasn't come yet has no window that could have passed, unless it was decided above.
    past = Matter.objects.filter(
        Q(served_at__isnull=False) | Q(state=State.REVIEWED),
        is_open=True,
        next_due_at__lt=at,
        # Not what is carried out after a recheck: that ends with its last promise, whenever it is kept.
        state__in=[State.SERVED, State.RATED, State.REVIEWED],
    )
    # What the answer promises is waited for, and so is what was split from it.
    open_steps = PromisedStep.objects.filter(
        matter=OuterRef("pk"), done_at__isnull=True, reply__approved_at__isnull=False
    )
    open_parts = Link.objects.filter(kind=LinkKind.SPLIT, into=OuterRef("pk"), matter__is_open=True)
    past = past.exclude(Exists(open_steps)).exclude(Exists(open_parts))
    return list(past.order_by("next_due_at", "pk").values_list("pk", flat=True)[:limit])


@dataclass(frozen=True, slots=True)
class RecordView:
    """What never changes of a matter that came from another system. Of a sealed one the text isn't here: ""."""

    received_at: datetime
    text: str
    identity_id: UUID | None


def records_known(*, origin: str, external_ids: Collection[str]) -> dict[str, RecordView]:
    """Which records of a source are here already, by their ids there, in one statement."""
    known = Matter.objects.filter(origin=origin, external_id__in=list(external_ids)).exclude(external_id="")
    rows = known.values_list("external_id", "received_at", "text", "identity_id", "is_sealed")
    return {
        external_id: RecordView(received_at, "" if is_sealed else text, identity_id)
        for external_id, received_at, text, identity_id, is_sealed in rows
    }
