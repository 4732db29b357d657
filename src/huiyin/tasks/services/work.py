"""What the unit does with a task: take it, give it to somebody, do it, prove it, say that it isn't theirs."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from huiyin.documents.selectors import file_rows
from huiyin.kernel.actor import Actor
from huiyin.kernel.text_limits import checked_text
from huiyin.orgs.selectors import officer_names
from huiyin.tasks.models import TaskFile
from huiyin.tasks.rules.errors import TaskFilesConflict, TaskNoteRequired, TaskOfficerRequired
from huiyin.tasks.rules.limits import FILES_MOST, NOTE_MAX
from huiyin.tasks.rules.states import TaskAction
from huiyin.tasks.selectors.audience import giving, managing
from huiyin.tasks.selectors.giving import officer_works_in
from huiyin.tasks.services._engine import TaskChange, task_move


def task_take(*, actor: Actor, task_id: UUID, at: datetime, seen: int | None = None) -> None:
    """Whoever takes it does it."""
    with task_move(actor=actor, task_id=task_id, action=TaskAction.TAKE, at=at, seen=seen) as change:
        change.case.officer_id = actor.officer_id


def task_assign(*, actor: Actor, task_id: UUID, officer_id: int, at: datetime, seen: int | None = None) -> None:
    """Give it to somebody in the unit. Raises TaskOfficerRequired."""
    with task_move(actor=actor, task_id=task_id, action=TaskAction.ASSIGN, at=at, seen=seen) as change:
        if not officer_works_in(officer_id=officer_id, unit_id=change.case.unit_id):
            raise TaskOfficerRequired
        change.case.officer_id = officer_id
        change.facts["officer"] = officer_names(officer_ids=[officer_id])[officer_id]
        change.notify("task_given", [officer_id])


def task_finish(
    *,
    actor: Actor,
    task_id: UUID,
    note: str,
    file_ids: Sequence[UUID] = (),
    at: datetime,
    seen: int | None = None,
) -> None:
    """Say what was done, with what shows it; who gave it checks that. Raises TaskNoteRequired, TextTooLong."""
    with task_move(actor=actor, task_id=task_id, action=TaskAction.FINISH, at=at, seen=seen) as change:
        task = change.case
        task.done_note = checked_text(note, field="note", most=NOTE_MAX)
        if not task.done_note:
            raise TaskNoteRequired
        task.done_at, task.done_by = at, actor.ref
        # It may be done without having been taken.
        task.officer_id = task.officer_id or actor.officer_id
        # What was asked for isn't needed any more.
        task.asked_due_at = None
        change.facts["note"] = task.done_note
        _add_files(change, file_ids)
        change.notify("task_done", giving(task))


def task_attach(*, actor: Actor, task_id: UUID, file_id: UUID, at: datetime, seen: int | None = None) -> None:
    """Add a stored file that shows what was done; helping units do so too. Raises TaskFilesConflict."""
    with task_move(actor=actor, task_id=task_id, action=TaskAction.ATTACH, at=at, seen=seen) as change:
        _add_files(change, [file_id])


def task_return(*, actor: Actor, task_id: UUID, reason: str, at: datetime, seen: int | None = None) -> None:
    """Say that it isn't the unit's own; who gave it answers. Raises TaskReasonRequired, TextTooLong."""
    with task_move(actor=actor, task_id=task_id, action=TaskAction.RETURN, at=at, seen=seen) as change:
        change.reason(reason)
        # Given again, it is the unit's once more, and somebody has to take it anew.
        change.case.officer_id = None
        change.case.asked_due_at = None
        change.notify("task_returned", giving(change.case))


def task_release(*, actor: Actor, task_id: UUID, at: datetime) -> None:
    """Whoever had it doesn't work in the unit any more; by the system."""
    with task_move(actor=actor, task_id=task_id, action=TaskAction.RELEASE, at=at) as change:
        change.case.officer_id = None
        change.notify("task_given", managing(change.case.unit_id))


def _add_files(change: TaskChange, file_ids: Sequence[UUID]) -> None:
    task = change.case
    before = task.files.count() if file_ids else 0
    if before + len(file_ids) > FILES_MOST:
        raise TaskFilesConflict(most=FILES_MOST)
    for position, file_id in enumerate(file_ids, start=before):
        change.save(
            TaskFile(task=task, file_id=file_id, position=position, at=change.at, by=change.actor.officer_id or 0)
        )
    # The task's row names the file, the file's own row its content: the entry commits to both.
    change.rows.extend(file_rows(file_ids=list(file_ids)) if file_ids else ())
