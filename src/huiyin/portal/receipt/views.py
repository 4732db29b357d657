"""The receipt: shown while the browser holds the draft's token, kept by nobody on the way."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from huiyin.clocks.selectors import rulebook
from huiyin.documents.letters import DueLine, ReceiptLetter, receipt_pdf
from huiyin.documents.qr import qr_svg
from huiyin.intake.services import draft_discard
from huiyin.kernel.time import now, office_day
from huiyin.matters.rules.errors import ReceiptUnknown
from huiyin.matters.rules.states import CHANNEL_LABELS, KIND_LABELS, Channel, Kind
from huiyin.matters.selectors import ReceiptView, receipt_view
from huiyin.matters.selectors.windows import may_be_reviewed
from huiyin.portal.drafts import held_draft, let_go
from huiyin.portal.howto.life import days_text
from huiyin.web.paper import letter_language

_NEVER_KEPT = "private, no-store"


@dataclass(frozen=True, slots=True)
class _Promise:
    """A period that only begins once the matter is accepted."""

    days: str
    article: str


@require_safe
def receipt_page(request: HttpRequest) -> HttpResponse:
    """Number, code, what happens by when."""
    receipt = _receipt_of(request, now())
    if receipt is None:
        return _gone(request)
    context = {
        "receipt": receipt,
        "kind": gettext(KIND_LABELS[Kind(receipt.kind)]),
        "reviewable": may_be_reviewed(receipt.kind),
        "promise": _answer_promise(receipt.kind),
        "lookup_url": _lookup_url(receipt.number),
        "qr": qr_svg(_lookup_url(receipt.number)),
        "print_number": f"{receipt.number[:8]}-{receipt.number[8:12]}-{receipt.number[12:]}",
    }
    response = render(request, "portal/receipt/page.html", context)
    response["Cache-Control"] = _NEVER_KEPT
    return response


@require_safe
def receipt_download(request: HttpRequest) -> HttpResponse:
    """The receipt as PDF."""
    with letter_language():
        receipt = _receipt_of(request, now())
        content = receipt_pdf(_letter(receipt)) if receipt else b""
    if receipt is None:
        return _gone(request)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{receipt.number}.pdf"',
            "Cache-Control": _NEVER_KEPT,
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_POST
def receipt_done(request: HttpRequest) -> HttpResponse:
    """ "I have written it down": nothing of the receipt stays on this device."""
    draft = held_draft(request, at=now())
    if draft.is_sent:
        draft_discard(token=draft.token, at=now())
    if request.POST.get("then") == "another":
        response = redirect("portal:file_step", "what")
    else:
        messages.success(request, gettext("回执已从这台设备上清除。以后用编号和查询码来看。"))
        response = redirect("portal:lookup")
    if draft.is_sent:
        let_go(response)
    return response


def _receipt_of(request: HttpRequest, at: datetime) -> ReceiptView | None:
    draft = held_draft(request, at=at)
    if draft.view is None or draft.view.matter_id is None:
        return None
    try:
        return receipt_view(matter_id=draft.view.matter_id, token=draft.token, at=at)
    except ReceiptUnknown:  # another code was issued at the counter since
        return None


def _gone(request: HttpRequest) -> HttpResponse:
    messages.info(
        request, gettext("这里没有要显示的回执。回执提交后两小时内可以再看；编号和查询码随时可以用来查看进展。")
    )
    return redirect("portal:lookup")


def _lookup_url(number: str) -> str:
    """Where the QR code leads. It has the number only: whoever photographs it still needs the code."""
    return f"{settings.HUIYIN_SITE_URL}{reverse('portal:lookup')}?{urlencode({'number': number})}"


def _answer_promise(kind: str) -> _Promise | None:
    """By when the answer is due, counted from acceptance: the law's period, else the house's longest."""
    rules = [rule for rule in rulebook().clocks_started(event="accepted", kind=kind) if "served" in rule.stops]
    if not rules:
        return None
    rule = next((rule for rule in rules if rule.layer.value == "statutory"), max(rules, key=lambda one: one.amount))
    return _Promise(days_text(rule), gettext(rule.article))


def _letter(receipt: ReceiptView) -> ReceiptLetter:
    return ReceiptLetter(
        number=receipt.number,
        code=receipt.code,
        kind=gettext(KIND_LABELS[Kind(receipt.kind)]),
        received_on=office_day(receipt.received_at),
        channel=gettext(CHANNEL_LABELS[Channel(receipt.channel)]),
        unit=receipt.unit,
        due=tuple(DueLine(clock.name, clock.due_on, clock.article) for clock in receipt.clocks),
        lookup_url=_lookup_url(receipt.number),
        requests=receipt.requests,
    )
