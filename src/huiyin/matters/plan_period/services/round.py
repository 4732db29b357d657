"""Who is reminded of the line of a week: the day before it is due, and once it is missing. By the system.

A line is small, and one officer may owe many: so the reminders are ordinary notices that the digest of a day gathers,
and no clock of the matter's runs for them. A notice's key makes that nobody hears of the same week twice.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from huiyin.kernel.time import office_day
from huiyin.matters.models import PlannedMatter, PlanPeriod, Sponsorship
from huiyin.matters.plan_period.rules import WEEK, owes
from huiyin.matters.plan_period.selectors.weeks import lines_of_week, owed_until
from huiyin.matters.recusal.selectors import officers_to_notify
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.notices.services import NoticeDraft, notices_enqueue
from huiyin.orgs.selectors import leaders_of

_BEFORE = timedelta(days=1)


def weeks_remind(*, at: datetime) -> int:
    """Remind of what is due tomorrow or today, and name what is missing since less than a week; gives how many."""
    today = office_day(at)
    # A week beyond the end: its last line may be missing.
    running = PlanPeriod.objects.filter(
        begins_on__lte=today, ends_on__gte=today - WEEK, ended_on__isnull=True
    ).order_by("pk")
    return sum(_remind(period, today, at) for period in running)


@transaction.atomic
def _remind(period: PlanPeriod, today: date, at: datetime) -> int:
    weeks = period.days.weeks()
    soon = [due for due in weeks if today <= due <= today + _BEFORE]
    missing = [due for due in weeks if today - WEEK < due < today]
    drafts = [draft for due in soon for draft in _drafts(period, due, "plan_week_due", at)]
    # Only the newest one: of those before it was said in their time.
    drafts += [draft for due in missing[-1:] for draft in _drafts(period, due, "plan_week_missing", at)]
    return len(notices_enqueue(drafts)) if drafts else 0


def _drafts(period: PlanPeriod, due_on: date, template: str, at: datetime) -> list[NoticeDraft]:
    planned = PlannedMatter.objects.filter(period=period, matter__is_open=True, result="")
    rows = list(planned.select_related("matter", "period"))
    ids = [row.pk for row in rows]
    written = {line.planned_id for line in lines_of_week(ids, period.days, due_on)}
    running = Sponsorship.objects.filter(matter__in=[row.matter_id for row in rows], ended_at__isnull=True)
    sponsors = dict(running.values_list("matter_id", "officer_id"))
    return [
        NoticeDraft(
            template=template,
            dedupe=f"{template}:{row.pk}:{due_on}:{officer_id}",
            at=at,
            officer_id=officer_id,
            params={"number": row.matter.number, "due_on": due_on.isoformat()},
        )
        for row in rows
        if row.pk not in written and owes(due_on, since=office_day(row.added_at), until=owed_until(row))
        for officer_id in _recipients(row, sponsors, is_missing=template == "plan_week_missing", at=at)
    ]


def _recipients(row: PlannedMatter, sponsors: dict[UUID, int], *, is_missing: bool, at: datetime) -> Collection[int]:
    """Who works on it and the leader who has it; of what is missing, or where there is neither, the unit's leader."""
    matter = row.matter
    concerned = [officer_id for officer_id in (matter.handler_id, sponsors.get(matter.pk)) if officer_id]
    if is_missing or not concerned:
        concerned += leaders_of(unit_id=matter.lead_unit_id)
    return officers_to_notify(
        matter_id=matter.pk,
        officer_ids=concerned,
        respondents=respondents_of(matter),
        read_in=matter.read_in,
        on=office_day(at),
    )
