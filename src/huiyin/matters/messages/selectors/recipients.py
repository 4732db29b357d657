"""Who hears of what a petitioner writes: the one rule, for notices, reminders and the mark in the lists.

Ungated: for the system's own doings, and to look whether an officer is one of them.
"""

from collections.abc import Callable, Iterator
from datetime import date
from uuid import UUID

from huiyin.kernel.actor import Role
from huiyin.matters.core.rules.states import REVIEW_STATES
from huiyin.matters.linking.selectors.merged import merge_of
from huiyin.matters.models import Matter
from huiyin.matters.recusal.selectors import officers_to_notify
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.matters.review.selectors.review import reviewers_free
from huiyin.notices.selectors import petitioner_reachable
from huiyin.orgs.selectors import leaders_of, officers_of_unit, officers_reachable

# Looked up only when its turn comes: mostly the first group suffices.
Group = Callable[[], list[int]]


def message_recipients(*, matter: Matter, on: date) -> list[int]:
    """The officers who hear of it on that day, those who work on it first.

    That is its handler or the handler's deputy; while none of them can be reached also the unit's registrars and
    approvers, then whoever leads. While a unit above decides, it is that unit's reviewer, else all who could be,
    then whoever leads there. While the matter is merged, the same of the leading one as well. Never those whom it is
    about, nor anybody who stands aside from it (条例 Art 28).
    """
    link = merge_of(matter)
    worked_on = [matter] if link is None else [matter, link.into]
    return list(
        dict.fromkeys(officer_id for each in worked_on for officer_id in _recipients(each, written_on=matter, on=on))
    )


def question_recipients(*, matter_id: UUID, on: date) -> list[int]:
    """The same by a matter's id, for reminders of a question."""
    return message_recipients(matter=Matter.objects.get(pk=matter_id), on=on)


def petitioner_is_notified(*, matter_id: UUID) -> bool:
    """Whether a notice about this matter reaches its petitioner; False where they left no way to be notified."""
    identity_id = Matter.objects.filter(pk=matter_id).values_list("identity_id", flat=True).first()
    return petitioner_reachable(identity_id=identity_id)


def _recipients(worked_on: Matter, *, written_on: Matter, on: date) -> list[int]:
    """Group after group, until one has somebody who can be reached; nobody whose account is shut."""
    found: list[int] = []
    for group in _groups(worked_on):
        allowed = officers_to_notify(
            # The bars are those of the matter that was written on, also for who works on the leading one.
            matter_id=written_on.pk,
            officer_ids=group(),
            respondents=respondents_of(written_on),
            read_in=written_on.read_in,
            on=on,
        )
        reachable = officers_reachable(officer_ids=allowed, on=on)
        found += [officer_id for officer_id in allowed if officer_id in reachable]
        # Whoever has no address only finds it at the desk, so the next group hears of it as well.
        if any(reachable.values()):
            break
    return found


def _groups(matter: Matter) -> Iterator[Group]:
    above = matter.review_unit_id if matter.state in REVIEW_STATES else None
    if above is not None:
        yield lambda: _holding(matter.reviewer_id, above, Role.REVIEWER)
        yield lambda: reviewers_free(matter=matter)
        yield lambda: leaders_of(unit_id=above)
        return
    unit_id = matter.lead_unit_id
    yield lambda: _holding(matter.handler_id, unit_id, Role.HANDLER)
    yield lambda: [officer.id for officer in officers_of_unit(unit_id=unit_id, roles=(Role.REGISTRAR, Role.APPROVER))]
    yield lambda: leaders_of(unit_id=unit_id)


def _holding(officer_id: int | None, unit_id: int, role: Role) -> list[int]:
    """The officer, while they hold that post there with an open account."""
    if officer_id is None:
        return []
    return [officer.id for officer in officers_of_unit(unit_id=unit_id, roles=(role,)) if officer.id == officer_id]
