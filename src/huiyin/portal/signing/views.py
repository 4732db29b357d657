"""Under the link of a list: the words as they were filed, and the signature; then a code of one's own, shown once."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.kernel.ids import format_matter_number, new_token
from huiyin.kernel.time import now
from huiyin.matters.joint.errors import SignaturesEnough, SignListClosed
from huiyin.matters.joint.selectors.signing import sign_page, signer_status
from huiyin.matters.joint.services.signing import (
    JointCode,
    list_sign,
    signature_withdraw,
    signer_news_set,
)
from huiyin.portal.joint.words import where_words_to_signer
from huiyin.portal.signing.forms import SignatureForm
from huiyin.portal.signing.visits import SIGNER, clear_signer_cookie, signers_only
from huiyin.web.addresses import network_of
from huiyin.web.reader_choices import is_choosing
from huiyin.web.refusals import sentence_of

# Nobody keeps what stands under a link, and no engine lists it.
_PRIVATE = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex, nofollow"}
_TOKEN_MOST = 100


@require_http_methods(["GET", "HEAD", "POST"])
def sign_list_page(request: HttpRequest, code: str) -> HttpResponse:
    """The words and the form; of a list that takes no names only that. Raises SignListNotFound."""
    if request.method != "POST" or is_choosing(request):
        form = SignatureForm(request.POST) if request.method == "POST" else SignatureForm()
        return _show(request, code, form)
    form, token = SignatureForm(request.POST), token_of(request)
    if not form.is_valid():
        return _show(request, code, form, token=token, status=422)
    try:
        signed = list_sign(
            code=code,
            person=form.person,
            token=token,
            wants_news=form.cleaned_data["wants_news"],
            network=network_of(request),
            at=now(),
        )
    except SignListClosed:
        return _show(request, code, form, status=409)
    except SignaturesEnough as refusal:
        form.add_error(None, sentence_of(refusal))
        return _show(request, code, form, token=token, status=429)
    return show_code(request, signed, token, is_representative=False)


@require_safe
@signers_only
def signed_page(request: HttpRequest, *, signer_id: UUID) -> HttpResponse:
    """That they signed, where it stands, and the way to take the signature back."""
    signer = signer_status(signer_id=signer_id, at=now())
    context = {
        "signer": signer,
        "status": signer.status,
        "where": where_words_to_signer(signer.status.state),
        "print_number": format_matter_number(signer.status.number),
    }
    return render(request, "portal/signing/signed.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signers_only
def signature_withdraw_page(request: HttpRequest, *, signer_id: UUID) -> HttpResponse:
    """Says what goes and what stays, then takes the signature back."""
    if request.method == "POST":
        signature_withdraw(signer_id=signer_id, at=now())
        messages.success(request, gettext("签名已经撤回，这个查询码不能再用。"))
        response = redirect("portal:home")
        clear_signer_cookie(response)
        return response
    # Asked for first, so that a signature that is gone has no page.
    signer = signer_status(signer_id=signer_id, at=now())
    return render(request, "portal/signing/withdraw.html", {"status": signer.status})


@require_POST
@signers_only
def signer_news(request: HttpRequest, *, signer_id: UUID) -> HttpResponse:
    """Hear of a new state, or not any more."""
    wants_news = request.POST.get("wants") == "yes"
    signer_news_set(signer_id=signer_id, wants_news=wants_news, at=now())
    messages.success(request, gettext("有进展时通知您。") if wants_news else gettext("以后不再通知您。"))
    return redirect("portal:signed")


@require_POST
def signed_leave(request: HttpRequest) -> HttpResponse:
    """Forget the matter on this device."""
    messages.success(request, gettext("已经离开。这台设备不再记得您的事项。"))
    response = redirect("portal:home")
    SIGNER.end(request)
    clear_signer_cookie(response)
    return response


def token_of(request: HttpRequest) -> str:
    """The secret of the form that was sent: the same again is the same press."""
    return request.POST.get("token", "")[:_TOKEN_MOST] or new_token()


def show_code(request: HttpRequest, given: JointCode, token: str, *, is_representative: bool) -> HttpResponse:
    """The receipt, in this one answer."""
    url = f"{settings.HUIYIN_SITE_URL}{reverse('portal:lookup')}"
    context = {
        "given": given,
        "token": token,
        "lookup_url": url,
        "is_representative": is_representative,
    }
    return keep_private(render(request, "portal/signing/code.html", context))


def keep_private(response: HttpResponse) -> HttpResponse:
    """For whatever stands under a link."""
    for name, value in _PRIVATE.items():
        response[name] = value
    return response


def _show(
    request: HttpRequest, code: str, form: SignatureForm, *, token: str = "", status: int = 200
) -> HttpResponse:
    page = sign_page(code=code)
    context = {"page": page, "words": page.words, "form": form, "token": token or new_token()}
    return keep_private(render(request, "portal/signing/page.html", context, status=status))
