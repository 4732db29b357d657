"""The ledger, who opened identities, and the outbox; each page costs the same however long its list is."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.desk.access import DeskRequest
from huiyin.desk.records.access import OPENINGS, SEND_AGAIN, for_outbox, for_roles, tabs_of
from huiyin.desk.records.lines import late_lines, notice_lines
from huiyin.flows.records import notice_is_hidden, notices_page
from huiyin.kernel.ids import parse_uuid
from huiyin.kernel.time import now
from huiyin.matters.delivery.selectors.late_steps import steps_late
from huiyin.notices.errors import NoticeNotRetriable
from huiyin.notices.services import notice_send_again
from huiyin.returns.selectors.late import returns_late
from huiyin.workflow.backdating import LATE_MOST

_SHOWN = 50


@require_safe
@for_roles(*OPENINGS)
def late(request: DeskRequest) -> HttpResponse:
    """Steps that were dated further back than the rulebook allows, with the reason that was given."""
    steps = sorted([*steps_late(actor=request.actor), *returns_late()], key=lambda step: step.at, reverse=True)
    context = tabs_of(request.actor, "late") | {"lines": late_lines(steps[:LATE_MOST])}
    return render(request, "desk/records/late.html", context)


@require_safe
@for_outbox()
def outbox(request: DeskRequest) -> HttpResponse:
    """What was sent and what wasn't; a demo shows the words of each mail as well."""
    # An address that makes no sense shows the list from its beginning.
    after = parse_uuid(request.GET.get("after", ""))
    found = notices_page(actor=request.actor, after=after, limit=_SHOWN + 1)
    shown = found[:_SHOWN]
    more = shown[-1].id if len(found) > _SHOWN else None
    may_send_again = request.actor.holds(*SEND_AGAIN)
    context = tabs_of(request.actor, "outbox") | {
        "lines": notice_lines(shown, may_send_again=may_send_again),
        "next_url": f"{reverse('desk:records_outbox')}?after={more}" if more else None,
        "with_words": settings.HUIYIN_DEMO,
        "may_try": may_send_again,
    }
    return render(request, "desk/records/outbox.html", context)


@require_POST
@for_roles(*SEND_AGAIN)
def send_again(request: DeskRequest, notice_id: UUID) -> HttpResponse:
    """Give a notice that was given up another round of tries. Raises NoticeNotRetriable."""
    if notice_is_hidden(actor=request.actor, notice_id=notice_id):
        raise NoticeNotRetriable  # as for a notice that doesn't exist
    notice_send_again(actor=request.actor, notice_id=notice_id, at=now())
    messages.success(request, _("已放回待发，马上再试。"))
    return HttpResponseRedirect(reverse("desk:records_outbox"))
