"""Writing down which step failed, by a unit above the one whose step it was; and what the post says to it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huiyin.kernel.actor import UNIT_MANAGERS, Actor, ActorKind, Role
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import shorten
from huiyin.kernel.text_limits import checked_text
from huiyin.matters.cause.rules import CauseCode
from huiyin.matters.core.rules.limits import MESSAGE_MAX
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.services.engine import MatterChange, move
from huiyin.matters.look_back.errors import (
    FailedStepMissing,
    GroundChosenMissing,
    LookBackGone,
    LookBackGroundless,
    LookBackSealed,
    LookBackWordsMissing,
    NotTheirPost,
    OwnStep,
    StatementEmpty,
)
from huiyin.matters.look_back.rules import POST_MAX
from huiyin.matters.look_back.selectors.grounds import grounds_open
from huiyin.matters.models import Event, LookBack, LookBackStatement
from huiyin.orgs.selectors import PostView, chain_of, posts_of_officer
from huiyin.tasks.rules.limits import TEXT_MAX as TASK_MAX
from huiyin.tasks.services import TaskDraft, task_give


@dataclass(frozen=True, slots=True)
class LookBackDraft:
    """A look back as typed: which ground, which step (its id), why, what changes by when, what follows."""

    ground_key: str
    step_id: UUID | None
    why: str
    change: str
    due_on: date
    conclusion: str
    codes: Collection[str] = ()


def look_back_write(
    *, actor: Actor, matter_id: UUID, draft: LookBackDraft, at: datetime, seen: int | None = None
) -> None:
    """Look back at one ground; the change is given to the unit as a task. By a leader above the unit.

    Raises LookBackSealed, LookBackGroundless, GroundChosenMissing, FailedStepMissing, OwnStep, LookBackWordsMissing,
    TextTooLong, and as task_give.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.LOOK_BACK, at=at, seen=seen) as change:
        matter = change.matter
        if matter.is_sealed:
            raise LookBackSealed
        grounds = {ground.key: ground for ground in grounds_open(matter, at=at)}
        if not grounds:
            raise LookBackGroundless
        if draft.ground_key not in grounds:
            raise GroundChosenMissing
        step = Event.objects.filter(matter=matter, pk=draft.step_id).first() if draft.step_id else None
        # What the petitioner did is nobody's failure.
        if step is None or step.actor.startswith(f"{ActorKind.PETITIONER}:"):
            raise FailedStepMissing
        unit_id, post = _place_of(change, step)
        by_unit_id = _unit_above(actor, unit_id)
        if by_unit_id is None or step.actor == actor.ref:
            raise OwnStep
        row = LookBack(
            matter=matter,
            position=LookBack.objects.filter(matter=matter).count() + 1,
            ground=grounds[draft.ground_key].ground,
            ground_key=draft.ground_key,
            by_unit_id=by_unit_id,
            step=step,
            unit_id=unit_id,
            post=shorten(post, POST_MAX),
            codes=" ".join(code for code in CauseCode if code in draft.codes and code is not CauseCode.NONE),
            why=checked_text(draft.why, field="why", most=MESSAGE_MAX),
            change=checked_text(draft.change, field="change", most=TASK_MAX),
            due_on=draft.due_on,
            conclusion=checked_text(draft.conclusion, field="conclusion", most=MESSAGE_MAX),
            at=at,
            by=actor.officer_id or 0,
        )
        for field in ("why", "change", "conclusion"):
            if not getattr(row, field):
                raise LookBackWordsMissing(field=field)
        matter.parts |= Part.LOOK_BACKS
        row.task_id = _give(actor, row, at)
        change.save(row)
        concerned = _officer_of(step)
        change.notify_officers("look_back_written", [concerned] if concerned else [])


def look_back_explain(
    *, actor: Actor, matter_id: UUID, position: int, text: str, at: datetime, seen: int | None = None
) -> None:
    """Say something to a look back, by who was at the post. Raises LookBackGone, NotTheirPost, StatementEmpty."""
    with move(actor=actor, matter_id=matter_id, action=Action.EXPLAIN_LOOK_BACK, at=at, seen=seen) as change:
        row = LookBack.objects.filter(matter=change.matter, position=position).select_related("step").first()
        if row is None:
            raise LookBackGone
        if row.step.actor != actor.ref:
            raise NotTheirPost
        words = checked_text(text, field="text", most=MESSAGE_MAX)
        if not words:
            raise StatementEmpty
        place = LookBackStatement.objects.filter(look_back=row).count() + 1
        change.save(LookBackStatement(look_back=row, position=place, text=words, at=at, by=actor.officer_id or 0))


def _place_of(change: MatterChange, step: Event) -> tuple[int, str]:
    """Unit and post of a step: a post that its officer holds in the unit in whose name it was made.

    Whoever has left it by now has no post there: then the unit alone is named. The system's steps are the unit's.
    """
    officer_id = _officer_of(step)
    posts = posts_of_officer(officer_id=officer_id) if officer_id else []
    there = [post for post in posts if post.unit_name == step.office]
    if there:
        # Who does the work before who answers for it: most steps are theirs.
        first = min(there, key=_seldom)
        return first.unit_id, first.title
    matter = change.matter
    for unit in (matter.lead_unit, matter.received_unit, matter.review_unit):
        if unit is not None and unit.name == step.office:
            return unit.pk, ""
    return matter.lead_unit_id, ""


def _seldom(post: PostView) -> tuple[bool, int]:
    return post.role not in {Role.HANDLER, *UNIT_MANAGERS, Role.REVIEWER}, post.id


def _officer_of(step: Event) -> int | None:
    kind, _colon, key = step.actor.partition(":")
    return int(key) if kind == "officer" else None


def _unit_above(actor: Actor, unit_id: int) -> int | None:
    """The nearest unit above that the actor leads; None: there is none, and the unit would look at itself alone."""
    led = actor.units_as(Role.LEADER)
    return next((unit.id for unit in chain_of(unit_id=unit_id)[1:] if unit.id in led), None)


def _give(actor: Actor, row: LookBack, at: datetime) -> UUID:
    draft = TaskDraft(
        text=row.change, unit_id=row.unit_id, due_on=row.due_on, from_unit_id=row.by_unit_id,
        origin=Ref("matter", row.matter_id),
    )  # fmt: skip
    return task_give(actor=actor, draft=draft, at=at)
