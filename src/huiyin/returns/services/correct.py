"""What was wrong in a return, and what was found later: nothing is overwritten without its old value and a reason."""

from datetime import datetime
from uuid import UUID

from huiyin.kernel.actor import Actor
from huiyin.kernel.time import office_day
from huiyin.notices.rules import RETURN_PATH
from huiyin.returns.flow import RETURNS
from huiyin.returns.models import Correction, Return
from huiyin.returns.rules.counts import changed_counts, counts_of, counts_text, counts_typed
from huiyin.returns.rules.errors import CorrectionRequired
from huiyin.returns.rules.fields import fields_of
from huiyin.returns.rules.plans import NOTE_MAX, checked_line, checked_reason
from huiyin.returns.rules.states import ReturnAction
from huiyin.returns.selectors.audience import contacts_of, with_those_standing_in
from huiyin.returns.services.send import ReturnDraft, counted_now
from huiyin.workflow.change import Change
from huiyin.workflow.engine import move

NOTE = "note"


def return_correct(
    *, actor: Actor, return_id: UUID, draft: ReturnDraft, reason: str, at: datetime, seen: int | None = None
) -> None:
    """Correct numbers or the note with a reason; every old value stays. What is filled from rows is counted again.

    A return that said "nothing" says so no more once it has a number. Raises as return_send, ReasonRequired,
    CorrectionRequired.
    """
    with move(RETURNS, actor=actor, case_id=return_id, action=ReturnAction.CORRECT, at=at, seen=seen) as change:
        why = checked_reason(reason)
        row = change.case
        before = counts_of(row.counts_text)
        # Without these, a number that the form leaves out would become 0.
        kept = {field.code: before.get(field.code, 0) for field in fields_of(row.codes) if not field.is_counted}
        typed = counts_typed(fields_of(row.codes), {**kept, **draft.counts})
        after = {**before, **counted_now(row, at=at), **typed}
        note = checked_line(draft.note, field=NOTE, most=NOTE_MAX)
        changed = [(count.code, str(count.old), str(count.new)) for count in changed_counts(before, after)]
        if note != row.note:
            changed.append((NOTE, row.note, note))
        if not changed:
            raise CorrectionRequired
        for code, old, new in changed:
            _note_correction(change, code, old, new, why)
        row.counts_text, row.note = counts_text(after), note
        row.is_nothing = row.is_nothing and not any(after.values())
        change.facts["fields"] = " ".join(code for code, _old, _new in changed)


def return_mark_found_later(*, actor: Actor, return_id: UUID, reason: str, at: datetime) -> None:
    """Mark that something of its time was found later; the unit is asked why, and corrects it with a reason.

    Raises ReturnNotFound, ReturnConflict, ReturnNotAllowed, MarkedConflict, ReasonRequired, LineLongInvalid.
    """
    with move(RETURNS, actor=actor, case_id=return_id, action=ReturnAction.MARK_FOUND_LATER, at=at) as change:
        row = change.case
        row.found_later_reason = checked_reason(reason)
        row.found_later_at, row.found_later_by = at, actor.ref
        contacts = with_those_standing_in(officer_ids=contacts_of(unit_id=row.unit_id), on=office_day(at))
        params = {"path": f"{RETURN_PATH}{row.pk}/"}
        change.notices += change.notices_to("return_marked", contacts, params=params)


def _note_correction(change: Change[Return], code: str, old: str, new: str, why: str) -> None:
    change.save(
        Correction(of_return=change.case, field=code, old=old, new=new, reason=why, by=change.actor.ref, at=change.at)
    )
