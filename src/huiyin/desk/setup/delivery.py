"""Trying whether mail and text messages leave, and why they don't."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from huiyin.desk.access import DeskRequest
from huiyin.desk.organisation.access import administrator_view
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.time import now
from huiyin.notices.services import trial_send
from huiyin.notices.ways import Way
from huiyin.web.forms import PlainForm
from huiyin.web.refusals import sentence_of


class TrialMailForm(PlainForm):
    """Where a trial mail goes."""

    address = forms.CharField(
        label=_("发到哪个邮箱"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class TrialTextForm(PlainForm):
    """Where a trial text message goes."""

    address = forms.CharField(
        label=_("发到哪个手机号码"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_view
def delivery(request: DeskRequest) -> HttpResponse:
    """The two forms; what was sent leaves at once, and the page says what became of it."""
    pressed = request.POST.get("form")
    mail = TrialMailForm(request.POST if pressed == Way.MAIL else None, prefix=Way.MAIL)
    text = TrialTextForm(request.POST if pressed == Way.TEXT else None, prefix=Way.TEXT)
    chosen, way = (text, Way.TEXT) if pressed == Way.TEXT else (mail, Way.MAIL)
    if chosen.is_valid() and _is_delivered(request, chosen, way):
        return HttpResponseRedirect(reverse("desk:setup_delivery"))
    context = {
        "tab": "setup",
        "mail_form": mail,
        "text_form": text if settings.HUIYIN_TEXT_GATEWAY else None,
    }
    return render(request, "desk/setup/delivery.html", context, status=422 if chosen.errors else 200)


def _is_delivered(request: DeskRequest, form: PlainForm, way: Way) -> bool:
    try:
        outcome = trial_send(actor=request.actor, way=way, address=form.cleaned_data["address"], at=now())
    except BadInput as error:
        form.add_error("address", sentence_of(error))
        return False
    except Conflict as error:
        form.add_error(None, sentence_of(error))
        return False
    if outcome.is_delivered:
        messages.success(request, outcome.sentence)
    else:
        messages.error(request, outcome.sentence)
    return outcome.is_delivered
