"""How a leader ended the ownership of a matter, and what an ending can point to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext

from huiyin.kernel.actor import Actor, ActorKind
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.models import Event, Matter, SponsorAnswer, Sponsorship
from huiyin.matters.sentences import STEP, event_name
from huiyin.matters.sponsor.rules import FOUR_POINT_LABELS, FourPoint, ShownBy

_STEPS_MOST = 50


@dataclass(frozen=True, slots=True)
class SponsorEndView:
    """An ownership that its leader has ended, with the four answers as (question, answer, what shows it)."""

    office: str
    plan: str
    ended_at: datetime
    answers: tuple[tuple[str, str, str], ...]


def sponsor_ends_of(matter: Matter, actor: Actor) -> tuple[SponsorEndView, ...]:
    """Those of a matter, the newest first, for its page and its file; nothing of it to the petitioner."""
    if not matter.parts & Part.SPONSORS or matter.is_open or actor.kind is ActorKind.PETITIONER:
        return ()
    order = list(FourPoint)
    given: dict[object, list[SponsorAnswer]] = {}
    for row in SponsorAnswer.objects.filter(sponsorship__matter=matter).select_related("sponsorship"):
        given.setdefault(row.sponsorship, []).append(row)
    ends = [
        SponsorEndView(
            office=ended.office,
            plan=ended.plan,
            ended_at=ended.ended_at,
            answers=tuple(
                (gettext(FOUR_POINT_LABELS[FourPoint(row.point)]), row.text, _shown(row))
                for row in sorted(rows, key=lambda row: order.index(FourPoint(row.point)))
            ),
        )
        for ended, rows in given.items()
        if isinstance(ended, Sponsorship) and ended.ended_at is not None
    ]
    return tuple(sorted(ends, key=lambda end: end.ended_at, reverse=True))


def steps_to_show(*, matter_id: UUID) -> list[tuple[str, str]]:
    """The newest steps of a matter, to choose from as evidence: (value, day and name)."""
    return [(f"{ShownBy.STEP}:{pk}", label) for pk, label in _steps(Event.objects.filter(matter=matter_id))]


def steps_of_authorities(*, matter_id: UUID) -> list[tuple[str, str]]:
    """The same without what the petitioner did, as (id, label)."""
    rows = Event.objects.filter(matter=matter_id).exclude(actor__startswith=f"{ActorKind.PETITIONER}:")
    return [(str(pk), label) for pk, label in _steps(rows)]


def _steps(rows: "QuerySet[Event]") -> Iterator[tuple[UUID, str]]:
    for pk, at, kind, office in rows.order_by("-version").values_list("pk", "at", "kind", "office")[:_STEPS_MOST]:
        yield pk, f"{office_day(at)} {pgettext(STEP, event_name(kind))} {office}".strip()


def _shown(row: SponsorAnswer) -> str:
    if row.shown_by == ShownBy.STEP:
        return pgettext(STEP, event_name(row.shown_label))
    return row.shown_label
