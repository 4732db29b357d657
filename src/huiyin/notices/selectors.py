"""Reading the outbox: the demo's page, and what an administrator has to look after."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, OuterRef, QuerySet, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.utils.translation import gettext as _

from huiyin.db import UUID_FORM, named_by
from huiyin.ledger.selectors import recorded_subjects
from huiyin.notices.failures import failure_reason
from huiyin.notices.models import Notice
from huiyin.notices.rendering import render
from huiyin.notices.rules import (
    MAY_BE_TWICE,
    STATE_LABELS,
    TRIAL_DELIVERED,
    NoticeState,
    address_path,
    mask_address,
)
from huiyin.notices.templates import DIGEST, TEMPLATES
from huiyin.notices.ways import Way, trial_ref
from huiyin.orgs.selectors import officer_email
from huiyin.vault.services import has_delivery_address

_PAGE = 50
# Templates about a booking: their notices have no number, and a key of template and booking.
_OF_APPOINTMENT = "appointment_"


@dataclass(frozen=True, slots=True)
class OutboxView:
    """One notice; subject and body are for the demo's page. `reason` is why its last try failed, in words.

    `to` is masked, and says no more than "petitioner" of a petitioner.
    """

    id: UUID
    number: str
    subject: str
    body: str
    to: str
    template: str
    state: str
    state_label: str
    tries: int
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FailedView:
    """One notice that was given up; `error` is a short name: `RecipientRefused 550`, an officer's `NoAddress`, …"""

    id: UUID
    template: str
    number: str
    state: str
    tries: int
    error: str
    created_at: datetime


def notices_about(
    *,
    matters: "QuerySet[Any, Any]",
    appointments: "QuerySet[Any, Any]",
    led_to: "Mapping[str, QuerySet[Any, Any]]",
) -> "QuerySet[Notice, Notice]":
    """The notices about one of these matters, by its number, about one of these appointments, or that lead to a row.

    `led_to`: such rows by the path of their pages, without the key. Every digest is among them: that there is one,
    and its count, may come of these matters alone.
    """
    about = Notice.objects.annotate(
        about=KeyTextTransform("number", "params"), leads_to=KeyTextTransform("path", "params")
    )
    of_matter = Exists(matters.filter(number=OuterRef("about")))
    cases = (
        When(template=DIGEST, then=Value(True)),
        *_of_appointments(appointments),
        *(_leading_to(path, rows) for path, rows in led_to.items()),
    )
    return about.filter(Case(*cases, default=of_matter, output_field=BooleanField()))


def _leading_to(path: str, rows: "QuerySet[Any, Any]") -> When:
    """Such a notice has no number; it leads to the page of what it is about."""
    return When(leads_to__regex=f"^{path}{UUID_FORM}/$", then=named_by(rows, text="leads_to", place=len(path) + 1))


def _of_appointments(appointments: "QuerySet[Any, Any]") -> Iterator[When]:
    """Such a notice has no number; its key begins with the template and the appointment's id."""
    for name in TEMPLATES:
        if name.startswith(_OF_APPOINTMENT):
            of_these = named_by(appointments, text="dedupe", place=len(name) + 2)
            yield When(dedupe__regex=f"^{name}:{UUID_FORM}", then=of_these)


def notice_is_among(*, notices: "QuerySet[Notice, Notice]", notice_id: UUID) -> bool:
    """Whether this is one of them."""
    return notices.filter(pk=notice_id).exists()


def outbox_page(
    *, hidden: "QuerySet[Notice, Notice]", after: UUID | None = None, limit: int = _PAGE
) -> list[OutboxView]:
    """The newest notices without the hidden ones, or those older than the one with the id `after`."""
    rows = Notice.objects.filter(~Exists(hidden.filter(pk=OuterRef("pk")))).order_by("-id")
    page = list(rows[:limit] if after is None else rows.filter(id__lt=after)[:limit])
    emails = {officer_id: officer_email(officer_id=officer_id) for officer_id in _officers(page)}
    return [_view(row, emails) for row in page]


def petitioner_reachable(*, identity_id: UUID | None) -> bool:
    """Whether a notice to whoever has this identity goes anywhere; every sentence that says so asks here.

    To a telephone number goes a text message, or the office is asked to call.
    """
    return identity_id is not None and has_delivery_address(identity_id=identity_id)


@dataclass(frozen=True, slots=True)
class DeliveryTried:
    """Whether a mail, and a text message, ever left, notice or trial; how many notices failed for good."""

    mail: bool
    text: bool
    failed: int


def delivery_tried(*, most: int = _PAGE) -> DeliveryTried:
    """What the outbox says of the ways out; failures are counted up to `most`. Four statements."""
    by_mail, by_text = trial_ref(Way.MAIL), trial_ref(Way.TEXT)
    tried = recorded_subjects(kind=TRIAL_DELIVERED, subjects=[by_mail, by_text])
    sent = Notice.objects.filter(state=NoticeState.SENT)
    return DeliveryTried(
        mail=by_mail in tried or sent.filter(text_key=None).exists(),
        text=by_text in tried or sent.filter(text_key__isnull=False).exists(),
        failed=len(Notice.objects.filter(state=NoticeState.FAILED).order_by("id").values_list("pk")[:most]),
    )


def notices_failed(*, limit: int = _PAGE) -> list[FailedView]:
    """Notices that failed for good, oldest first; `notice_send_again` gives one another round of tries."""
    rows = Notice.objects.filter(state=NoticeState.FAILED).order_by("id")[:limit]
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
        id=row.id,
        number=row.params.get("number", ""),
        subject=words.subject,
        body=words.body,
        to=to,
        template=row.template,
        state=row.state,
        state_label=_(MAY_BE_TWICE if row.may_be_twice else STATE_LABELS[NoticeState(row.state)]),
        tries=row.tries,
        reason=failure_reason(row.last_error),
        at=row.created_at,
    )


# --- What the system's own rounds ask -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CallWanted:
    """A notice that the office has to pass on by telephone: about which matter or which booking, to whom."""

    notice_id: UUID
    number: str
    identity_id: UUID
    appointment_id: UUID | None


@dataclass(frozen=True, slots=True)
class Gathered:
    """What waits for an officer's digest; `number` is "" where it is about no matter."""

    notice_id: UUID
    number: str
    path: str


def notices_to_call(*, limit: int) -> list[CallWanted]:
    """Those that nobody has made a to-do of yet, oldest first."""
    rows = Notice.objects.filter(state=NoticeState.TO_CALL, identity_id__isnull=False).order_by("id")[:limit]
    return [
        CallWanted(row.id, row.params.get("number", ""), row.identity_id, _appointment_of(row))
        for row in rows
        if row.identity_id
    ]


def _appointment_of(row: Notice) -> UUID | None:
    """The booking that the key of its notice names."""
    return UUID(row.dedupe.split(":")[1]) if row.template.startswith(_OF_APPOINTMENT) else None


def officers_with_gathered(*, before: datetime) -> list[int]:
    """The officers for whom something waits that came before that instant."""
    waiting = Notice.objects.filter(state=NoticeState.GATHERED, created_at__lt=before, officer_id__isnull=False)
    return sorted({pk for pk in waiting.values_list("officer_id", flat=True).distinct() if pk is not None})


def gathered_for(*, officer_id: int, before: datetime) -> list[Gathered]:
    """What waits for one officer and came before that instant, oldest first."""
    rows = Notice.objects.filter(officer_id=officer_id, state=NoticeState.GATHERED, created_at__lt=before).order_by(
        "id"
    )
    return [
        Gathered(row.id, row.params.get("number", ""), address_path(TEMPLATES[row.template], row.params))
        for row in rows
    ]


def keys_enqueued(*, keys: Collection[str]) -> set[str]:
    """Those of these keys that the outbox has, or had: what was sent stays there."""
    return set(Notice.objects.filter(dedupe__in=keys).values_list("dedupe", flat=True))


def digest_was_made(*, dedupe: str) -> bool:
    """Whether there is a digest of this key already."""
    return Notice.objects.filter(dedupe=dedupe).exists()
