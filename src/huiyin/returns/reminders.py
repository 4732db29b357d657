"""Who hears of a return: before it is due its unit's contact, then the unit's leader, then the receiving unit too."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from huiyin.clocks.selectors import ClockSignal
from huiyin.kernel.time import office_day
from huiyin.notices.rules import RETURN_PATH
from huiyin.notices.services import NoticeDraft
from huiyin.orgs.selectors import leaders_of
from huiyin.returns.models import Return
from huiyin.returns.rules.states import ReturnState
from huiyin.returns.selectors.audience import contacts_of, returns_for_round, with_those_standing_in
from huiyin.workflow.reminders import Reminder, ReminderOwner

# From so many minutes after the due instant on the receiving unit hears of it as well.
_A_DAY = 24 * 60


def _remind(signal: ClockSignal, row: Return, at: datetime) -> Reminder | None:
    if row.state != ReturnState.DUE:
        return None
    officers = contacts_of(unit_id=row.unit_id)
    if signal.escalate:
        officers += leaders_of(unit_id=row.unit_id)
    if signal.offset >= _A_DAY:
        officers += contacts_of(unit_id=row.scheme.receiving_unit_id)
    return Reminder(
        [
            NoticeDraft(
                template="return_missing" if signal.offset > 0 else "return_due_soon",
                dedupe=signal.dedupe(officer_id),
                at=at,
                officer_id=officer_id,
                params={"path": f"{RETURN_PATH}{row.pk}/", "due_on": office_day(signal.due_at).isoformat()},
            )
            for officer_id in with_those_standing_in(officer_ids=officers, on=office_day(at))
        ]
    )


def _find(return_ids: Collection[UUID]) -> Mapping[UUID, Return]:
    return returns_for_round(return_ids=return_ids)


OWNER = ReminderOwner(find=_find, remind=_remind)
