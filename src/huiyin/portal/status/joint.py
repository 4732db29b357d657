"""What whoever filed does for a joint matter: the link to the list, and the links of the representatives."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.kernel.actor import petitioner
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.ids import format_matter_number
from huiyin.kernel.time import now
from huiyin.matters.joint.selectors.hand_out import HandOut, hand_out
from huiyin.matters.joint.services.proposing import (
    list_close,
    list_open,
    pick_up_renew,
    representative_drop,
    representatives_propose,
)
from huiyin.portal.contact import LeftContactForm
from huiyin.portal.fields import EmailLineField, LineField, PhoneLineField
from huiyin.portal.signing.links import hand_out_shown
from huiyin.portal.visits import visitors_only
from huiyin.vault.rules.identity import EMAIL_MAX, NAME_MAX, PHONE_MAX
from huiyin.vault.services import IdentityDraft
from huiyin.web.reader_choices import is_choosing
from huiyin.web.refusals import sentence_of

# Lines for names on one sheet of paper; more are copies of the last one.
_LINES = 20


class SpeakerForm(LeftContactForm):
    """One more who shall speak for the others."""

    name = LineField(
        label=_("姓名"),
        most=NAME_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("请写下这位代表的姓名。")},
    )
    phone = PhoneLineField(
        label=_("电话"),
        most=PHONE_MAX,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        error_messages={"required": _("请写下这位代表的电话，好分清同名的人。")},
    )
    email = EmailLineField(
        label=_("邮箱"),
        most=EMAIL_MAX,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@visitors_only
def joint_own_page(request: HttpRequest, *, matter_id: UUID) -> HttpResponse:
    """The links with their QR codes, and a line to name another representative."""
    form = SpeakerForm(request.POST or None, auto_id="speaker_%s")
    if request.method == "POST" and not is_choosing(request) and form.is_valid():
        try:
            representatives_propose(
                actor=petitioner(matter_id),
                matter_id=matter_id,
                people=[IdentityDraft(**form.cleaned_data)],
                at=now(),
            )
        except (BadInput, Conflict) as refusal:
            form.add_error("name", sentence_of(refusal))
        else:
            messages.success(request, gettext("已经登记。下面有他的领取链接，请转交。"))
            return redirect("portal:status_joint")
    handed = _handed(matter_id)
    context = {
        "handed": handed,
        "shown": hand_out_shown(handed),
        "form": form,
        "print_number": format_matter_number(handed.number),
    }
    return render(request, "portal/status/joint.html", context, status=422 if form.errors else 200)


@require_POST
@visitors_only
def list_switch(request: HttpRequest, *, matter_id: UUID) -> HttpResponse:
    """Open the list, or close it."""
    if request.POST.get("do") == "close":
        list_close(actor=petitioner(matter_id), matter_id=matter_id, at=now())
        messages.success(request, gettext("联名单已经关闭，不再收网上签名。已经签的都在。"))
    else:
        list_open(actor=petitioner(matter_id), matter_id=matter_id, at=now())
        messages.success(request, gettext("联名单打开了，把链接或者二维码转给大家就能签。"))
    return redirect("portal:status_joint")


@require_POST
@visitors_only
def speaker_change(request: HttpRequest, *, matter_id: UUID, position: int) -> HttpResponse:
    """Another link for a representative, or none any more."""
    change = representative_drop if request.POST.get("do") == "drop" else pick_up_renew
    change(actor=petitioner(matter_id), matter_id=matter_id, position=position, at=now())
    if change is representative_drop:
        messages.success(request, gettext("这一位不再是代表，他的查询码不能再用。"))
    else:
        messages.success(request, gettext("换好了。原来的链接和查询码都不能再用，请转交新的链接。"))
    return redirect("portal:status_joint")


@require_safe
@visitors_only
def sign_sheet(request: HttpRequest, *, matter_id: UUID) -> HttpResponse:
    """A sheet to print: the words, room for names, and the link."""
    handed = _handed(matter_id)
    if handed.words is None:
        raise Http404
    context = {
        "handed": handed,
        "shown": hand_out_shown(handed),
        "words": handed.words,
        "lines": range(1, _LINES + 1),
        "print_number": format_matter_number(handed.number),
    }
    return render(request, "portal/status/sheet.html", context)


def _handed(matter_id: UUID) -> HandOut:
    """Of a matter that nobody can sign and that has nothing to hand on there is no page."""
    handed = hand_out(matter_id=matter_id)
    if not handed.is_joint and not handed.may_gather and not handed.may_propose:
        raise Http404
    return handed
