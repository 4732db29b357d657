"""The ledger, who opened identities, and the outbox; each page costs the same however long its list is."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.desk.access import DeskRequest
from huiyin.desk.records.access import LEDGER, OPENINGS, SEND_AGAIN, for_outbox, for_roles
from huiyin.desk.records.lines import entry_lines, notice_lines, opening_lines
from huiyin.kernel.actor import Actor
from huiyin.kernel.time import now
from huiyin.ledger.selectors import entries_before, latest_checkpoint, verifier_key
from huiyin.notices.selectors import outbox_page
from huiyin.notices.services import notice_retry
from huiyin.vault.services import openings_list

_SHOWN = 50


@require_safe
@for_roles(*LEDGER)
def ledger(request: DeskRequest) -> HttpResponse:
    """The newest checkpoint to copy, and the entries by their place, the newest first."""
    before = _number(request.GET, "before")
    entries = entries_before(seq=before, limit=_SHOWN + 1)
    shown = entries[:_SHOWN]
    more = shown[-1].seq if len(entries) > _SHOWN else None
    context = _frame(request.actor, "ledger") | {
        "checkpoint": latest_checkpoint(),
        "verifier_key": verifier_key(),
        "count": (shown[0].seq or 0) if shown and before is None else 0,
        "lines": entry_lines(shown),
        "is_first": before is None,
        "next_url": f"{reverse('desk:records')}?before={more}" if more else None,
    }
    return render(request, "desk/records/ledger.html", context)


@require_safe
@for_roles(*OPENINGS)
def openings(request: DeskRequest) -> HttpResponse:
    """Who opened which matter's identity, when and what for."""
    found = openings_list(actor=request.actor, after=_uuid(request.GET, "after"), limit=_SHOWN + 1)
    shown = found[:_SHOWN]
    more = shown[-1].id if len(found) > _SHOWN else None
    context = _frame(request.actor, "openings") | {
        "lines": opening_lines(shown, actor=request.actor),
        "next_url": f"{reverse('desk:records_openings')}?after={more}" if more else None,
    }
    return render(request, "desk/records/openings.html", context)


@require_safe
@for_outbox()
def outbox(request: DeskRequest) -> HttpResponse:
    """What was sent and what wasn't; a demo shows the words of each mail as well."""
    found = outbox_page(after=_uuid(request.GET, "after"), limit=_SHOWN + 1)
    shown = found[:_SHOWN]
    more = shown[-1].id if len(found) > _SHOWN else None
    may_send_again = request.actor.holds(*SEND_AGAIN)
    context = _frame(request.actor, "outbox") | {
        "lines": notice_lines(shown, actor=request.actor, may_send_again=may_send_again),
        "next_url": f"{reverse('desk:records_outbox')}?after={more}" if more else None,
        "with_words": settings.HUIYIN_DEMO,
    }
    return render(request, "desk/records/outbox.html", context)


@require_POST
@for_roles(*SEND_AGAIN)
def send_again(request: DeskRequest, notice_id: UUID) -> HttpResponse:
    """Give a notice that was given up another round of tries. Raises NoticeNotRetriable."""
    notice_retry(actor=request.actor, notice_id=notice_id, at=now())
    messages.success(request, _("已放回待发，马上再试。"))
    return HttpResponseRedirect(reverse("desk:records_outbox"))


def _frame(actor: Actor, tab: str) -> dict[str, object]:
    """Which of the three lists this officer may open."""
    return {"tab": tab, "may_ledger": actor.holds(*LEDGER), "may_openings": actor.holds(*OPENINGS)}


def _number(query: QueryDict, name: str) -> int | None:
    text = query.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _uuid(query: QueryDict, name: str) -> UUID | None:
    try:
        return UUID(query.get(name, ""))
    except ValueError:
        return None
