"""The receipt: shown after sending and then on a press alone, for a quarter of an hour; kept by nobody on the way."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.clocks.rules.rulebook import Layer
from huiyin.clocks.selectors import days_text, rulebook
from huiyin.documents.letters import DueLine, ReceiptLetter, receipt_pdf
from huiyin.documents.qr import qr_svg
from huiyin.documents.rules.media_types import PDF
from huiyin.intake.services import draft_discard
from huiyin.kernel.time import now, office_day
from huiyin.matters.core.rules.labels import KIND_LABELS
from huiyin.matters.core.rules.states import Kind
from huiyin.matters.core.selectors.arrival import channel_words
from huiyin.matters.joint.selectors.hand_out import hand_out
from huiyin.matters.receipt.errors import ReceiptUnknown
from huiyin.matters.receipt.selectors import ReceiptView, receipt_view
from huiyin.matters.review.selectors.windows import may_be_reviewed
from huiyin.portal.barred import receipt_lines
from huiyin.portal.drafts import HeldDraft, clear_draft_cookie, held_draft
from huiyin.portal.publishing import press_agree, press_stop
from huiyin.portal.signing.links import HandOutShown, hand_out_shown
from huiyin.web.downloads import made_response
from huiyin.web.paper import letter_language

_NEVER_KEPT = "private, no-store"
# Answered by the receipt itself: an address of its own would ask once more whose receipt it is.
_PRESSES = {"agree": press_agree, "stop": press_stop}


@dataclass(frozen=True, slots=True)
class _Promise:
    """A period that only begins once the matter is accepted."""

    days: str
    article: str


@require_http_methods(["GET", "HEAD", "POST"])
def receipt_page(request: HttpRequest) -> HttpResponse:
    """Number, code, what happens by when: straight after sending, later on a press.

    In between it asks whether it is still the same person who sits here, and shows neither.
    """
    draft = held_draft(request, at=now())
    receipt = _receipt_of(draft, now())
    if receipt is None:
        return _gone(request)
    if request.method != "POST" and not draft.is_just_sent:
        response = render(request, "portal/receipt/ask.html")
        response["Cache-Control"] = _NEVER_KEPT
        return response
    if press := _PRESSES.get(request.POST.get("do", "")):
        press(request, receipt.matter_id)
        receipt = _receipt_of(draft, now()) or receipt
    context = {
        "receipt": receipt,
        "kind": gettext(KIND_LABELS[Kind(receipt.kind)]),
        "reviewable": may_be_reviewed(receipt.kind),
        "seen_by": receipt_lines(receipt),
        "promises": _answer_promises(receipt.kind),
        "lookup_url": _lookup_url(receipt.number),
        "qr": qr_svg(_lookup_url(receipt.number)),
        "together": _together(receipt),
        "print_number": f"{receipt.number[:8]}-{receipt.number[8:12]}-{receipt.number[12:]}",
    }
    response = render(request, "portal/receipt/page.html", context)
    response["Cache-Control"] = _NEVER_KEPT
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def receipt_download(request: HttpRequest) -> HttpResponse:
    """The receipt as PDF, on a press: its address alone only leads to the question."""
    if request.method != "POST":
        return redirect("portal:receipt")
    with letter_language():
        receipt = _receipt_of(held_draft(request, at=now()), now())
        content = receipt_pdf(_letter(receipt)) if receipt else b""
    if receipt is None:
        return _gone(request)
    return made_response(content, name=f"{receipt.number}.pdf", media_type=PDF.name)


@require_POST
def receipt_done(request: HttpRequest) -> HttpResponse:
    """ "I have written it down": nothing of the receipt stays on this device."""
    draft = held_draft(request, at=now())
    # Only a receipt: a draft that was begun since isn't thrown away by an old page.
    if draft.is_sent:
        draft_discard(token=draft.token, at=now())
    if request.POST.get("then") == "another":
        response = redirect("portal:file_step", "what")
    else:
        messages.success(request, gettext("回执已从这台设备上清除。以后用查询码来看。"))
        response = redirect("portal:lookup")
    if draft.is_sent:
        clear_draft_cookie(response)
    return response


def _receipt_of(draft: HeldDraft, at: datetime) -> ReceiptView | None:
    if draft.view is None or draft.view.matter_id is None:
        return None
    try:
        return receipt_view(matter_id=draft.view.matter_id, token=draft.view.receipt_token, at=at)
    except ReceiptUnknown:  # another code was issued at the counter since
        return None


def _together(receipt: ReceiptView) -> HandOutShown | None:
    """The links to hand on, of what several people file."""
    return hand_out_shown(hand_out(matter_id=receipt.matter_id)) if receipt.is_joint else None


def _gone(request: HttpRequest) -> HttpResponse:
    messages.info(
        request, gettext("这里没有要显示的回执。提交后十五分钟内可以再看回执；查询码随时可以用来查看进展。")
    )
    return redirect("portal:lookup")


def _lookup_url(number: str) -> str:
    """Where the QR code leads. It has the number only: whoever photographs it still needs the code."""
    return f"{settings.HUIYIN_SITE_URL}{reverse('portal:lookup')}?{urlencode({'number': number})}"


def _answer_promises(kind: str) -> list[_Promise]:
    """By when the answer is due at the latest, counted from acceptance: by the law, and by the house where sooner."""
    rules = [rule for rule in rulebook().clocks_started(event="accepted", kind=kind) if "served" in rule.stops]
    law = [rule for rule in rules if rule.layer is Layer.STATUTORY]
    # The longest of several, as this is about the latest day.
    promised = max((rule for rule in rules if rule not in law), key=lambda rule: rule.amount, default=None)
    if promised and not any(rule.amount <= promised.amount for rule in law):
        law.append(promised)
    return [_Promise(days_text(rule), gettext(rule.article)) for rule in law]


def _letter(receipt: ReceiptView) -> ReceiptLetter:
    return ReceiptLetter(
        number=receipt.number,
        code=receipt.code,
        kind=gettext(KIND_LABELS[Kind(receipt.kind)]),
        received_on=office_day(receipt.received_at),
        channel=channel_words(receipt.channel, receipt.visitors),
        unit=receipt.unit,
        due=tuple(DueLine(clock.name, clock.due_on, clock.article) for clock in receipt.clocks),
        lookup_url=_lookup_url(receipt.number),
        requests=receipt.requests,
    )
