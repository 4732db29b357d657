"""Explanation meetings as both sides' pages show them, and what each side can do about them now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext

from huiyin.kernel.actor import UNIT_MANAGERS, Actor, ActorKind
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.core.selectors.gate import matter_get_for
from huiyin.matters.explanation.moves import EXPLAINED_AFTER
from huiyin.matters.explanation.rules import (
    AGREED_BY_LABELS,
    AGREED_POINT,
    CHANGES_BEFORE_A_CALL,
    WISH_LABELS,
    AgreedBy,
    EndedBy,
    WishWay,
)
from huiyin.matters.models import AgreedPoint, ExplanationMeeting, Matter
from huiyin.matters.recusal.selectors import officers_fit
from huiyin.matters.reply.rules import officers_of
from huiyin.matters.respondents.selectors.bars import unit_is_barred
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.orgs.selectors import chain_of, officer_names
from huiyin.tasks.selectors.following import task_states

_ARRANGING = frozenset({
    Action.FIX_EXPLANATION, Action.HOLD_EXPLANATION, Action.END_EXPLANATION, Action.ANSWER_INVITATION,
    Action.ASK_OTHER_DAY, Action.WITHDRAW_EXPLANATION, Action.REMARK_EXPLANATION,
})  # fmt: skip
EXPLANATION_ACTIONS = _ARRANGING | {Action.OFFER_EXPLANATION, Action.ASK_EXPLANATION}


@dataclass(frozen=True, slots=True)
class PointView:
    """What was agreed; `state` is that of its task, "" where it is none."""

    text: str
    agreed_by: str
    by_label: str
    due_on: date
    state: str

    @property
    def is_done(self) -> bool:
        """Whether its task is done."""
        return self.state in {"done", "checked"}


@dataclass(frozen=True, slots=True)
class ExplanationView:
    """One meeting. The petitioner reads all of it but the officers' names. Labels are translated."""

    position: int
    offered_at: datetime | None
    offer_note: str
    asked_at: datetime | None
    how: str
    unclear: str
    wants_lawyer: bool
    wants_above: bool
    brings_companion: bool
    fixed_at: datetime | None
    starts_at: datetime | None
    place: str
    officer_ids: frozenset[int]
    officers: tuple[str, ...]
    lawyer: str
    above_unit_id: int | None
    above_unit: str
    above_answered_at: datetime | None
    above_comes: bool | None
    above_reason: str
    other_day_at: datetime | None
    other_day_note: str
    other_days: int
    held_on: date | None
    present: str
    asked: str
    explained: str
    points: tuple[PointView, ...]
    remarked_at: datetime | None
    remark: str
    ended_at: datetime | None
    by_petitioner: bool
    end_reason: str

    @property
    def is_open(self) -> bool:
        """Neither held nor ended."""
        return self.held_on is None and self.ended_at is None

    @property
    def is_offer(self) -> bool:
        """Offered by the office, and not answered yet."""
        return self.is_open and self.asked_at is None

    @property
    def wants_other_day(self) -> bool:
        """Whether the petitioner waits for another day than the one that was fixed."""
        return self.is_open and self.other_day_at is not None

    @property
    def is_better_by_telephone(self) -> bool:
        """Whether a day is found sooner by talking."""
        return self.is_open and self.other_days >= CHANGES_BEFORE_A_CALL

    @property
    def waits_for_day(self) -> bool:
        """Whether the office has to name a day."""
        return self.is_open and self.asked_at is not None and (self.fixed_at is None or self.wants_other_day)

    @property
    def waits_for_above(self) -> bool:
        """Whether the unit above was asked and hasn't answered."""
        return self.is_open and self.above_unit_id is not None and self.above_comes is None


def explanations_of(matter: Matter, *, inside: bool) -> tuple[ExplanationView, ...]:
    """In their order. Asks only where there are some."""
    if not matter.parts & Part.EXPLANATIONS:
        return ()
    rows = list(ExplanationMeeting.objects.filter(matter=matter).select_related("above_unit").order_by("position"))
    ids = {officer_id for row in rows for officer_id in officers_of(row.officers)} if inside else set()
    names = officer_names(officer_ids=ids) if ids else {}
    points = _points(matter) if any(row.recorded_at for row in rows) else {}
    return tuple(_view(row, names, points.get(row.pk, ()), inside=inside) for row in rows)


def _points(matter: Matter) -> Mapping[UUID, tuple[PointView, ...]]:
    rows = list(AgreedPoint.objects.filter(matter=matter).order_by("position"))
    states = task_states(kind=AGREED_POINT, ids=[row.pk for row in rows]) if rows else {}
    found: dict[UUID, tuple[PointView, ...]] = {}
    for row in rows:
        by = AgreedBy(row.agreed_by)
        view = PointView(row.text, by, gettext(AGREED_BY_LABELS[by]), row.due_on, states.get(row.pk, ""))
        found[row.meeting_id] = (*found.get(row.meeting_id, ()), view)
    return found


def _view(
    row: ExplanationMeeting, names: Mapping[int, str], points: tuple[PointView, ...], *, inside: bool
) -> ExplanationView:
    officer_ids = officers_of(row.officers) if inside else frozenset()
    return ExplanationView(
        position=row.position,
        offered_at=row.offered_at,
        offer_note=row.offer_note,
        asked_at=row.asked_at,
        how=gettext(WISH_LABELS[WishWay(row.asked_via)]) if row.asked_via else "",
        unclear=row.unclear,
        wants_lawyer=row.wants_lawyer,
        wants_above=row.wants_above,
        brings_companion=row.brings_companion,
        fixed_at=row.fixed_at,
        starts_at=row.starts_at,
        place=row.place,
        officer_ids=officer_ids,
        officers=tuple(names[key] for key in sorted(officer_ids) if key in names),
        lawyer=row.lawyer,
        above_unit_id=row.above_unit_id,
        above_unit=row.above_unit.name if row.above_unit else "",
        above_answered_at=row.above_answered_at,
        above_comes=row.above_comes,
        above_reason=row.above_reason,
        other_day_at=row.other_day_at,
        other_day_note=row.other_day_note,
        other_days=row.other_days,
        held_on=row.held_on,
        present=row.present,
        asked=row.asked,
        explained=row.explained,
        points=points,
        remarked_at=row.remarked_at,
        remark=row.remark,
        ended_at=row.ended_at,
        by_petitioner=row.ended_by == EndedBy.PETITIONER,
        end_reason=row.end_reason,
    )


def explanation_is_shown(
    action: Action, matter: Matter, actor: Actor, meetings: Sequence[ExplanationView], at: datetime
) -> bool:
    """Whether the page offers this move: the table says only who might, and not what waits for it."""
    if action not in EXPLANATION_ACTIONS:
        return True
    current = next((meeting for meeting in meetings if meeting.is_open), None)
    if action is Action.ASK_EXPLANATION and current is None:
        return may_begin(actor, State(matter.state))
    if action is Action.OFFER_EXPLANATION:
        return current is None
    if action is Action.REMARK_EXPLANATION:
        return any(meeting.held_on and meeting.remarked_at is None for meeting in meetings)
    return current is not None and _waits(action, current, actor, at)


def _waits(action: Action, current: ExplanationView, actor: Actor, at: datetime) -> bool:
    if action is Action.ASK_EXPLANATION:
        return current.is_offer
    if action is Action.FIX_EXPLANATION:
        return not current.is_offer
    if action is Action.ANSWER_INVITATION:
        return current.waits_for_above and answers_for(actor, current.above_unit_id)
    if action is Action.ASK_OTHER_DAY:
        return current.fixed_at is not None and not current.wants_other_day
    if action is Action.HOLD_EXPLANATION:
        return current.starts_at is not None and current.starts_at <= at
    # It can be declined, and given up with a reason, at any time.
    return True


def may_begin(actor: Actor, state: State) -> bool:
    """Whether a wish can come without an offer: the petitioner's after an answer, what staff write down always."""
    return actor.kind is ActorKind.OFFICER or state in EXPLAINED_AFTER


def answers_for(actor: Actor, unit_id: int | None) -> bool:
    """Whether the officer can say that a unit comes: its registrars, approvers and leaders, and leaders above it."""
    return unit_id is not None and unit_id in actor.units_as(*UNIT_MANAGERS) | actor.command_unit_ids


def unit_above(matter: Matter) -> tuple[int, str] | None:
    """The nearest unit above the one that explains which isn't barred, with its name; None where none is."""
    respondents = respondents_of(matter)
    for unit in chain_of(unit_id=matter.lead_unit_id)[1:]:
        if not unit_is_barred(unit_id=unit.id, respondents=respondents):
            return unit.id, unit.name
    return None


@dataclass(frozen=True, slots=True)
class Explainers:
    """Who can take part: officers of the unit as (id, name), the actor first; the unit above that can be asked.

    `address` is the unit's own.
    """

    officers: tuple[tuple[int, str], ...] = ()
    above: str = ""
    address: str = ""


NO_EXPLAINERS = Explainers()


def explainers_for_page(*, actor: Actor, matter_id: UUID, on: date) -> Explainers:
    """For the form in which a day is fixed. Raises MatterNotFound."""
    matter = matter_get_for(actor=actor, matter_id=matter_id)
    above = unit_above(matter)
    officers = officers_fit(actor=actor, matter=matter, unit_id=matter.lead_unit_id, on=on)
    own = chain_of(unit_id=matter.lead_unit_id)[0]
    return Explainers(officers, above[1] if above else "", own.address)
