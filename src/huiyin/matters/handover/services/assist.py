"""Units that help: asked with a question and a day each, answering to the unit that leads (条例 Art 22)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext

from huiyin.clocks.services import clock_until
from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.text_limits import checked_text
from huiyin.matters.core.rules.limits import MESSAGE_MAX
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.services.engine import MatterChange, move
from huiyin.matters.handover.errors import (
    AssistMissing,
    AssistNotThere,
    AssistOpenAlready,
    AssistUnasked,
    ContributionMissing,
)
from huiyin.matters.handover.services.shared import check_receiving, check_words, receivers_of, subject_of
from huiyin.matters.models import Assist
from huiyin.orgs.selectors import unit_name, unit_names

_CLOCK = "assist"
ANSWERING = (Role.REGISTRAR, Role.APPROVER, Role.HANDLER)


@dataclass(frozen=True, slots=True)
class AssistAsk:
    """What one unit is asked to do, and by which day."""

    unit_id: int
    question: str
    due_on: date


def matter_ask_assist(
    *,
    actor: Actor,
    matter_id: UUID,
    asks: Sequence[AssistAsk],
    confirmed: Collection[str] = (),
    at: datetime,
    seen: int | None = None,
) -> None:
    """Ask other units for their part; the lead unit still answers, by the same day as before.

    `confirmed` as in matter_assign_unit. Raises AssistMissing, AssistUnasked, AssistOpenAlready, ClockDayPast,
    ClockDayTooFar, UnitUnknown, UnitBarred, UnitInWords, SealNotReadThere.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.ASK_ASSIST, at=at, seen=seen) as change:
        if not asks:
            raise AssistMissing
        known = Assist.objects.filter(matter=change.matter)
        helping = set(known.filter(ended_at=None).values_list("unit_id", flat=True))
        position = known.aggregate(last=Max("position"))["last"] or 0
        for place, ask in enumerate(asks, position + 1):
            if ask.unit_id in helping:
                raise AssistOpenAlready
            # So that the same unit twice in one form is refused like one that helps already.
            helping.add(ask.unit_id)
            _ask(change, ask, place, confirmed)
        change.matter.parts |= Part.ASSISTS
        names = unit_names(unit_ids=[ask.unit_id for ask in asks])
        change.facts["unit"] = gettext("、").join(names[ask.unit_id] for ask in asks)
        change.facts["lead"] = unit_name(unit_id=change.matter.lead_unit_id)
        change.notify_petitioner()
        change.notify_officers(
            "assist_asked", [officer_id for ask in asks for officer_id in receivers_of(ask.unit_id)]
        )


def matter_contribute(
    *, actor: Actor, matter_id: UUID, contribution: str, at: datetime, seen: int | None = None
) -> None:
    """Answer for a unit that was asked to help. Raises AssistNotThere, ContributionMissing."""
    with move(actor=actor, matter_id=matter_id, action=Action.CONTRIBUTE, at=at, seen=seen) as change:
        open_ones = Assist.objects.filter(matter=change.matter, ended_at=None, contributed_at=None)
        own = actor.units_as(*ANSWERING)
        # An officer may hold posts in several units that were asked: each step answers one, in the order of asking.
        assist = open_ones.filter(unit__in=sorted(own)).order_by("position").first()
        if assist is None:
            raise AssistNotThere
        assist.contribution = checked_text(contribution, field="contribution", most=MESSAGE_MAX)
        if not assist.contribution:
            raise ContributionMissing
        assist.contributed_at, assist.contributed_by = at, actor.officer_id
        change.changed(assist)
        # Each helping unit has a clock of its own, told apart by the round: else another one's would stop.
        change.round = assist.position
        change.facts["unit"] = unit_name(unit_id=assist.unit_id)
        change.notify_petitioner()
        change.notify_officers("contribution_received", _leading(change))


def matter_end_assist(
    *, actor: Actor, matter_id: UUID, assist_id: UUID, at: datetime, seen: int | None = None
) -> None:
    """The lead unit has what it asked for, or needs it no more. Raises AssistNotThere."""
    with move(actor=actor, matter_id=matter_id, action=Action.END_ASSIST, at=at, seen=seen) as change:
        assist = Assist.objects.filter(pk=assist_id, matter=change.matter, ended_at=None).first()
        if assist is None:
            raise AssistNotThere
        assist.ended_at = at
        change.changed(assist)
        change.round = assist.position
        change.facts["unit"] = unit_name(unit_id=assist.unit_id)


def _ask(change: MatterChange, ask: AssistAsk, position: int, confirmed: Collection[str]) -> None:
    question = checked_text(ask.question, field="question", most=MESSAGE_MAX)
    if not question:
        raise AssistUnasked
    check_receiving(change.matter, ask.unit_id)
    check_words(change.matter, ask.unit_id, confirmed)
    change.save(
        Assist(
            matter=change.matter,
            position=position,
            unit_id=ask.unit_id,
            asked_at=change.at,
            asked_by=change.actor.officer_id or 0,
            question=question,
            due_on=ask.due_on,
        )
    )
    subject = replace(subject_of(change), round=position)
    change.rows.append(clock_until(subject=subject, code=_CLOCK, due_on=ask.due_on))


def _leading(change: MatterChange) -> list[int]:
    """The handler, or while there is none whoever gives matters out in the lead unit."""
    handler = change.matter.handler_id
    return [handler] if handler is not None else receivers_of(change.matter.lead_unit_id)
