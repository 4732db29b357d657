"""The two ways to a password of one's own."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.desk.own_password.forms import OwnPasswordForm
from huiyin.flows.accounts import password_by_code, password_by_link
from huiyin.kernel.errors import BadInput, NotThere
from huiyin.kernel.time import now
from huiyin.orgs.grant_errors import ResetNotFound
from huiyin.orgs.services import reset_check_link
from huiyin.web.refusals import sentence_of


class CodeForm(OwnPasswordForm):
    """A sign-in name, the code, and the new password twice."""

    username = forms.CharField(label=_("登录名"), widget=forms.TextInput(attrs={"autocomplete": "username"}))
    code = forms.CharField(
        label=_("开通码"), widget=forms.TextInput(attrs={"autocomplete": "off", "data-secret": ""})
    )

    field_order = ("username", "code", "password", "again")


@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, reset_id: int, token: str) -> HttpResponse:
    """By the link. Raises ResetNotFound."""
    officer = reset_check_link(reset_id=reset_id, token=token, at=now())
    form = OwnPasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            password_by_link(reset_id=reset_id, token=token, password=form.cleaned_data["password"], at=now())
        except BadInput as error:
            form.add_error("password", sentence_of(error))
        else:
            return _done(request)
    return _show(request, form, name=officer.username)


@require_safe
def without_token(request: HttpRequest, reset_id: int) -> HttpResponse:
    """An address that lacks its secret end. Raises ResetNotFound."""
    raise ResetNotFound


@require_http_methods(["GET", "HEAD", "POST"])
def by_code(request: HttpRequest) -> HttpResponse:
    """By the code."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            password_by_code(username=given["username"], code=given["code"], password=given["password"], at=now())
        except NotThere as error:
            form.add_error("code", sentence_of(error))
        except BadInput as error:
            form.add_error("password", sentence_of(error))
        else:
            return _done(request)
    return _show(request, form)


def _done(request: HttpRequest) -> HttpResponse:
    messages.success(request, gettext("密码已设好，只有您自己知道。请登录。"))
    # A reset never signs in: where a second step is on, it is asked for there.
    return HttpResponseRedirect(reverse("account_login"))


def _show(request: HttpRequest, form: forms.Form, **more: Any) -> HttpResponse:
    response = render(
        request, "desk/password_reset/page.html", {"form": form, **more}, status=422 if form.errors else 200
    )
    response["Cache-Control"] = "private, no-store"
    return response
