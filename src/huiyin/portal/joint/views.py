"""The page of a representative: where the matter stands and what was answered; and the link to become one."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.documents.letters import ReceiptLetter, receipt_pdf
from huiyin.documents.rules.media_types import PDF
from huiyin.kernel.ids import format_matter_number, new_token, receipt_code
from huiyin.kernel.keys import load_key
from huiyin.kernel.time import now, office_day
from huiyin.matters.core.rules.labels import KIND_LABELS
from huiyin.matters.core.rules.states import Kind
from huiyin.matters.core.selectors.arrival import channel_words
from huiyin.matters.joint.selectors.representative import joint_status
from huiyin.matters.joint.selectors.signing import joint_receipt, pick_up_page
from huiyin.matters.joint.services.signing import (
    pick_up_decline,
    representative_pick_up,
    representative_step_down,
)
from huiyin.portal.joint.visits import SPEAKER, clear_speaker_cookie, representatives_only
from huiyin.portal.joint.words import where_words
from huiyin.portal.signing.views import keep_private, show_code, token_of
from huiyin.web.downloads import made_response
from huiyin.web.paper import letter_language
from huiyin.web.reader_choices import is_choosing

_THANKS_REPRESENTATIVE = "您是这件联名事项的代表，能看到进展和答复。"
_THANKS_SIGNER = "您在这件联名事项上签了名，能看到进展，也能撤回签名。"


@require_safe
@representatives_only
def joint_page(request: HttpRequest, *, representative_id: UUID) -> HttpResponse:
    """State and reply."""
    status = joint_status(representative_id=representative_id, at=now())
    context = {
        "status": status,
        "where": where_words(status.state),
        "print_number": format_matter_number(status.number),
    }
    return render(request, "portal/joint/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def pick_up(request: HttpRequest, code: str) -> HttpResponse:
    """The link of one whom the petitioner named: opened it changes nothing, pressed it gives a code, once.

    Programs that look at links in messages don't press. Raises PickUpUsed.
    """
    if request.method == "POST" and not is_choosing(request):
        if request.POST.get("do") == "decline":
            pick_up_decline(code=code, at=now())
            messages.success(request, gettext("已经记下，您不做代表。这个链接不能再用。"))
            return redirect("portal:home")
        token = token_of(request)
        given = representative_pick_up(code=code, token=token, at=now())
        return show_code(request, given, token, is_representative=True)
    page = pick_up_page(code=code)
    context = {"page": page, "words": page.words, "token": new_token()}
    return keep_private(render(request, "portal/joint/pick_up.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
@representatives_only
def step_down(request: HttpRequest, *, representative_id: UUID) -> HttpResponse:
    """Says what goes, then it goes: one speaks for the others no more."""
    if request.method == "POST":
        representative_step_down(representative_id=representative_id, at=now())
        messages.success(request, gettext("您不再是代表，您的网上签名也撤回了。这个查询码不能再用。"))
        response = redirect("portal:home")
        clear_speaker_cookie(response)
        return response
    status = joint_status(representative_id=representative_id, at=now())
    if not status.may_step_down:
        raise Http404
    return render(request, "portal/joint/step_down.html", {"status": status})


# By POST: the code is made of the token, which has no place in an address.
@require_POST
@letter_language()
def joint_receipt_pdf(request: HttpRequest) -> HttpResponse:
    """The receipt of a signer or a representative, for who still holds its token. Raises ReceiptUnknown."""
    token = token_of(request)
    receipt = joint_receipt(token=token)
    letter = ReceiptLetter(
        number=receipt.number,
        code=receipt_code(key=load_key(settings.HUIYIN_KEYS, "receipts"), token=token),
        kind=gettext(KIND_LABELS[Kind(receipt.kind)]),
        received_on=office_day(receipt.at),
        channel=channel_words(receipt.channel, receipt.visitors),
        unit=receipt.unit,
        due=(),
        lookup_url=f"{settings.HUIYIN_SITE_URL}{reverse('portal:lookup')}",
        headline="代表回执" if receipt.is_representative else "签名回执",
        thanks=_THANKS_REPRESENTATIVE if receipt.is_representative else _THANKS_SIGNER,
        use="用查询码可以随时查看进展：",
    )
    return made_response(receipt_pdf(letter), name=f"{receipt.number}-joint.pdf", media_type=PDF.name)


@require_POST
def joint_leave(request: HttpRequest) -> HttpResponse:
    """Forget the matter on this device."""
    messages.success(request, gettext("已经离开。这台设备不再记得您的事项。"))
    response = redirect("portal:home")
    SPEAKER.end(request)
    clear_speaker_cookie(response)
    return response
