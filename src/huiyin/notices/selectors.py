"""Reading the outbox: the demo's page, and what an administrator has to look after."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.notices.models import Notice
from huiyin.notices.rendering import render
from huiyin.notices.rules import State, mask_address
from huiyin.orgs.selectors import officer_email

_PAGE = 50


@dataclass(frozen=True, slots=True)
class OutboxView:
    """One notice as the demo's page shows it; `to` is masked, and says no more than "petitioner" of a petitioner."""

    id: UUID
    subject: str
    body: str
    to: str
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FailedView:
    """One notice that didn't reach anybody; `error` is a class name such as `RecipientRefused`, or empty."""

    id: UUID
    template: str
    number: str
    state: str
    tries: int
    error: str
    created_at: datetime


def outbox_page(*, after: UUID | None = None, limit: int = _PAGE) -> list[OutboxView]:
    """The newest notices, or those older than the one with the id `after`; the same cost however many there are."""
    rows = Notice.objects.order_by("-created_at", "-id")
    if after is not None:
        last = Notice.objects.filter(id=after).values_list("created_at", flat=True).first()
        if last is None:
            return []
        rows = rows.filter(Q(created_at__lt=last) | Q(created_at=last, id__lt=after), created_at__lte=last)
    page = list(rows[:limit])
    emails = {officer_id: officer_email(officer_id=officer_id) for officer_id in _officers(page)}
    return [_view(row, emails) for row in page]


def notices_failed(*, limit: int = _PAGE) -> list[FailedView]:
    """Notices that failed for good or found no address, oldest first; `notice_retry` gives them another round."""
    rows = Notice.objects.filter(state__in=["failed", "unreachable"]).order_by("created_at", "id")[:limit]
    return [
        FailedView(
            id=row.id,
            template=row.template,
            number=row.params.get("number", ""),
            state=row.state,
            tries=row.tries,
            error=row.last_error,
            created_at=row.created_at,
        )
        for row in rows
    ]


def notices_waiting(*, at: datetime) -> int:
    """How many notices are due and not sent yet; for a health check."""
    return Notice.objects.filter(next_try_at__lte=at).count()


def _officers(rows: list[Notice]) -> set[int]:
    return {row.officer_id for row in rows if row.officer_id is not None}


def _view(row: Notice, emails: dict[int, str | None]) -> OutboxView:
    words = render(template=row.template, params=row.params)
    to = _("信访人") if row.officer_id is None else mask_address(emails[row.officer_id] or "")
    return OutboxView(
        id=row.id, subject=words.subject, body=words.body, to=to, state=State(row.state).value, at=row.created_at
    )
