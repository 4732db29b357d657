"""What every move of every kind of case has in common.

Lock through the context's gate, version, state, permission, requirements, write, clocks, letters, timeline, ledger,
outbox, in this order and in one transaction:

    with move(TOYS, actor=actor, case_id=…, action=Action.REPAIR, at=at, seen=version) as change:
        change.case.repaired_at = at

A new case begins in the same way (`begin`). An exception leaves nothing behind.
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext

from huiyin.clocks.services import Subject, clocks_on_event
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.refs import Ref
from huiyin.ledger.services import entry_append
from huiyin.notices.services import NoticeDraft, notices_insert
from huiyin.workflow.backdating import LATE_ON
from huiyin.workflow.change import Change
from huiyin.workflow.errors import ActionNotAllowed, ActionNotOpen, CaseChanged, CaseNotFound
from huiyin.workflow.models import Case, TimelineRow
from huiyin.workflow.moves import Move

CaseT = TypeVar("CaseT", bound=Case)
ChangeT = TypeVar("ChangeT", bound=Change[Any])

# Raises its refusal where it doesn't hold for this actor, case and action at that instant.
Requirement = Callable[[Actor, Any, Any, datetime], None]


class Workflow(ABC, Generic[CaseT, ChangeT]):
    """One kind of case. A context derives from it and makes one instance.

    Its model has `state`, `version` and whatever its hooks need; its timeline's model derives from `TimelineRow`.
    """

    # The kind of its references, also in clocks and notices.
    kind: ClassVar[str]
    change: type[ChangeT]
    moves: ClassVar[Mapping[tuple[Any, Any], Move[Any, Any]]]
    requirements: ClassVar[Mapping[str, Requirement]] = {}
    state_names: ClassVar[Mapping[Any, str]]
    action_names: ClassVar[Mapping[Any, str]]
    # Steps that change nothing somebody could have decided upon: a page shown before one of them isn't out of date.
    changes_nothing: ClassVar[frozenset[str]] = frozenset()
    # Refusals: it isn't there for this actor, the state has no such move (%(state)s, %(action)s), the actor may not
    # (%(action)s), it has changed since (%(changes)s).
    not_found: ClassVar[type[HuiyinError]] = CaseNotFound
    not_open: ClassVar[type[HuiyinError]] = ActionNotOpen
    not_allowed: ClassVar[type[HuiyinError]] = ActionNotAllowed
    has_changed: ClassVar[type[HuiyinError]] = CaseChanged

    @abstractmethod
    def visible_to(self, actor: Actor) -> "QuerySet[CaseT]":
        """The gate: what is barred or strange isn't in it."""

    @abstractmethod
    def may(self, actor: Actor, permission: Any, case: CaseT) -> bool:
        """Whether the actor has that permission on this case."""

    @abstractmethod
    def steps_after(self, case: CaseT, version: int) -> Sequence[str]:
        """The kinds of the steps on its timeline after that version, in their order."""

    def step_name(self, kind: str) -> str:
        """What a step is called, in the reader's language."""
        return kind

    @abstractmethod
    def timeline_row(self, change: ChangeT) -> TimelineRow:
        """The step's row, not yet stored; `timeline_values` gives what all have."""

    def subject(self, case: CaseT, at: datetime, round: int | None) -> Subject:
        """What the clocks time."""
        return Subject(id=case.pk, kind=self.kind, at=at, round=round or 1)

    def refusal_not_open(self, actor: Actor, case: CaseT, action: Any) -> HuiyinError:
        """Why the state doesn't have the move."""
        return self.not_open(
            state=gettext(self.state_names[self.state_of(case)]), action=gettext(self.action_names[action])
        )

    def state_of(self, case: CaseT) -> Any:
        """Its state as a member of the context's enumeration."""
        # A row holds plain text; which enumeration it belongs to, only the labels tell.
        return type(next(iter(self.state_names)))(case.state)

    def before_write(self, change: ChangeT) -> None:
        """Hook: state and version are new, nothing is stored."""

    def due_changed(self, change: ChangeT, next_due_at: datetime | None) -> None:
        """Hook: what is due next of all its clocks."""

    def letters(self, change: ChangeT) -> Sequence[models.Model]:
        """Hook: issue the letters that this step owes and give their rows."""
        return ()

    def more_notices(self, change: ChangeT) -> Sequence[NoticeDraft]:
        """Hook: notices that follow from the new state."""
        return ()

    def after_write(self, change: ChangeT) -> None:
        """Hook: all is stored, in the same transaction."""


@contextmanager
def move(
    flow: Workflow[CaseT, ChangeT], *, actor: Actor, case_id: UUID, action: Any, at: datetime, seen: int | None = None
) -> Iterator[ChangeT]:
    """Make one move on one case, all or nothing.

    `seen` is the version that the actor's page showed; None for who adds without having to know the latest. Raises
    the workflow's `not_found` and as `check_move`.
    """
    with transaction.atomic():
        case = _locked(flow, actor, case_id)
        found = check_move(flow, actor, case, action, at=at, seen=seen)
        change = flow.change(case=case, move=found, actor=actor, at=at, before=case.state)
        change.article, change.target = found.article, found.target
        change.event, change.is_public = found.event, found.public
        yield change
        _write(flow, change)
        flow.after_write(change)


@contextmanager
def begin(
    flow: Workflow[CaseT, ChangeT], *, actor: Actor, case: CaseT, ledger: str, at: datetime, event: str = ""
) -> Iterator[ChangeT]:
    """Make a new case, all or nothing; `case` isn't stored yet, `ledger` is the kind of its first step.

    Whether the actor may is asked by the caller: there is no state yet from which a move could go.
    """
    with transaction.atomic():
        found: Move[Any, Any] = Move(may=None, ledger=ledger)
        # The first step makes it 1.
        case.version = 0
        change = flow.change(case=case, move=found, actor=actor, at=at, before="")
        change.event, change.is_new = event, True
        yield change
        _write(flow, change)
        flow.after_write(change)


def check_move(
    flow: Workflow[CaseT, ChangeT], actor: Actor, case: CaseT, action: Any, *, at: datetime, seen: int | None = None
) -> Move[Any, Any]:
    """The move, if the state has it, the actor may and what it requires holds.

    Raises the workflow's `has_changed`, `not_open`, `not_allowed`, and the refusals of the move's requirements.
    """
    # Before state and permission: on an outdated page somebody is told what came since, and not just that it can't
    # be.
    if seen is not None and seen != case.version and (changes := _changes_since(flow, case, seen)):
        raise flow.has_changed(changes=changes)
    found = flow.moves.get((flow.state_of(case), action))
    if found is None:
        raise flow.refusal_not_open(actor, case, action)
    if not flow.may(actor, found.may, case):
        raise flow.not_allowed(action=gettext(flow.action_names[action]))
    for name in found.requires:
        flow.requirements[name](actor, case, action, at)
    return found


def blocked_reason(
    flow: Workflow[CaseT, ChangeT], actor: Actor, case: CaseT, action: Any, *, at: datetime
) -> HuiyinError | None:
    """What the service would refuse this move with now, for the page that says why; None: it wouldn't."""
    try:
        check_move(flow, actor, case, action, at=at)
    except HuiyinError as refusal:
        return refusal
    return None


def timeline_values(change: Change[Any]) -> dict[str, Any]:
    """The values that the row of every timeline has."""
    return {
        "at": change.at,
        "kind": change.move.ledger,
        "actor": change.actor.ref,
        "office": change.office,
        "facts_text": facts_text(change.facts),
        "article": change.article,
        "is_public": change.is_public,
        "version": change.case.version,
    }


def facts_text(facts: Mapping[str, Any]) -> str:
    """Facts as a row holds them."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True)


def _locked(flow: Workflow[CaseT, ChangeT], actor: Actor, case_id: UUID) -> CaseT:
    query = flow.visible_to(actor)
    # SQLite has no locks of rows: a transaction has the write lock from its start there (IMMEDIATE).
    if connection.vendor == "postgresql":
        # Only the case: units that the gate joins would make moves of other cases wait.
        query = query.select_for_update(of=("self",))
    try:
        return query.get(pk=case_id)
    except ObjectDoesNotExist:
        # What is barred and what isn't there are refused alike, so that a refusal tells nobody that there is a case.
        raise flow.not_found from None


def _changes_since(flow: Workflow[CaseT, ChangeT], case: CaseT, seen: int) -> str:
    """What has to be read first; "" when only reminders came since."""
    kinds = [kind for kind in flow.steps_after(case, seen) if kind not in flow.changes_nothing]
    # A page can't have shown a version that isn't there yet: that is refused, by naming the state.
    if not kinds and seen < case.version:
        return ""
    names = dict.fromkeys(flow.step_name(kind) for kind in kinds)
    return gettext("、").join(names) or gettext(flow.state_names[flow.state_of(case)])


def _write(flow: Workflow[CaseT, ChangeT], change: ChangeT) -> None:
    case = change.case
    if change.target:
        case.state = change.target
    case.version += 1
    flow.before_write(change)
    # Before the case is stored, which has the day that is due next.
    if change.event:
        subject = flow.subject(case, change.event_at or change.at, change.round)
        clocks = clocks_on_event(subject=subject, event=change.event)
        change.rows.extend(clocks.rows)
        flow.due_changed(change, clocks.next_due_at)
    # After the clocks: letters name the days that they give.
    change.rows.extend(flow.letters(change))
    case.save(force_insert=change.is_new, force_update=not change.is_new)
    step = flow.timeline_row(change)
    step.save(force_insert=True)
    notices = notices_insert([*change.notices, *flow.more_notices(change)])
    entry_append(
        kind=change.move.ledger,
        subject=Ref(flow.kind, case.pk),
        at=change.at,
        actor=change.actor.ref,
        facts={
            "before": change.before,
            "after": case.state,
            "version": case.version,
            "article": change.article,
            **({LATE_ON: change.late_on.isoformat()} if change.late_on else {}),
        },
        rows=[case, step, *change.rows, *notices],
    )
