"""Accounts of officers."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.desk.access import DeskRequest
from huiyin.desk.organisation.access import administrator_view
from huiyin.desk.organisation.acting import ArrangeForm, act, attempt
from huiyin.desk.organisation.officer_forms import (
    DeactivateForm,
    OfficerForm,
    PasswordForm,
    ReactivateForm,
    ReviseOfficerForm,
    SignOutForm,
)
from huiyin.desk.organisation.sign_on_forms import LinkForm, UnlinkForm
from huiyin.flows.sign_on import provider_label, sign_on_providers
from huiyin.kernel.text import clean_line, shorten
from huiyin.kernel.time import now
from huiyin.orgs.selectors import officer_view, officers_list, posts_of_officer, posts_of_officers
from huiyin.orgs.selectors.resets import address_change_of
from huiyin.orgs.selectors.sign_on import links_of_officer

_SHOWN = 50
_TEXT_MAX = 80


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_view
def officers(request: DeskRequest) -> HttpResponse:
    """All accounts; making one says how its owner comes to a password."""
    if request.method != "POST":
        return _officers(request, OfficerForm())
    form = OfficerForm(request.POST)
    status = attempt(request, form)
    if status != 200:
        return _officers(request, form, status=status)
    # Not led elsewhere: while the house is being set up the code is shown here, this once.
    context = {"tab": "officers", "name": form.cleaned_data["display_name"], "started": form.started,
               "username": form.cleaned_data["username"]}  # fmt: skip
    return render(request, "desk/organisation/password.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_view
def officer(request: DeskRequest, officer_id: int) -> HttpResponse:
    """One account with its posts; revising it, shutting it, opening it again. Raises OfficerNotThere."""
    show = partial(_officer, request, officer_id)
    if request.method != "POST":
        return show(None)
    form: ArrangeForm
    match request.POST.get("form"):
        case ReviseOfficerForm.code:
            form = ReviseOfficerForm.of(officer_view(officer_id=officer_id), request.POST)
        case ReactivateForm.code:
            form = ReactivateForm.of_officer(officer_id, request.POST)
        case SignOutForm.code:
            form = SignOutForm.of_officer(officer_id, request.POST)
        case LinkForm.code:
            form = LinkForm.of_officer(officer_id, request.POST)
        case UnlinkForm.code:
            form = UnlinkForm.of_officer(officer_id, request.POST)
        # An unknown one too: this form does nothing without its tick.
        case _:
            form = DeactivateForm.of_officer(officer_id, request.POST)
    return act(request, form, show=show, address=reverse("desk:organisation_officer", args=[officer_id]))


@require_POST
@administrator_view
def password_new(request: DeskRequest, officer_id: int) -> HttpResponse:
    """Let the officer set a password anew. Raises OfficerNotThere."""
    found = officer_view(officer_id=officer_id)
    form = PasswordForm.of_officer(officer_id, request.POST)
    status = attempt(request, form)
    if status != 200:
        return _officer(request, officer_id, form, status=status)
    context = {"tab": "officers", "name": found.display_name, "username": found.username, "started": form.started}
    return render(request, "desk/organisation/password.html", context)


def _officers(request: DeskRequest, form: OfficerForm, *, status: int = 200) -> HttpResponse:
    text = shorten(clean_line(request.GET.get("name", "")), _TEXT_MAX)
    # One more than is shown tells whether there is a next page, without counting all.
    found = officers_list(text=text, after=clean_line(request.GET.get("after", "")), limit=_SHOWN + 1)
    shown = found[:_SHOWN]
    posts = posts_of_officers(officer_ids=[officer.id for officer in shown])
    query = {"name": text, "after": shown[-1].username} if len(found) > _SHOWN else None
    context = {
        "tab": "officers",
        "text": text,
        "lines": [(officer, posts.get(officer.id, [])) for officer in shown],
        "next_url": f"{reverse('desk:organisation_officers')}?{urlencode(query)}" if query else None,
        "form": form,
    }
    return render(request, "desk/organisation/officers.html", context, status=status)


def _officer(request: DeskRequest, officer_id: int, form: ArrangeForm | None, *, status: int = 200) -> HttpResponse:
    found = officer_view(officer_id=officer_id)
    links = links_of_officer(officer_id=officer_id, at=now())
    context = {
        "tab": "officers",
        "links": [(provider_label(link.provider), link) for link in links],
        "officer": found,
        "mail_change": address_change_of(officer_id=officer_id),
        "posts": posts_of_officer(officer_id=officer_id),
        "form": form if isinstance(form, DeactivateForm) else DeactivateForm(),
        "revise_form": form if isinstance(form, ReviseOfficerForm) else ReviseOfficerForm.of(found),
        "reactivate_form": form if isinstance(form, ReactivateForm) else ReactivateForm(),
        "sign_out_form": form if isinstance(form, SignOutForm) else SignOutForm(),
        "link_form": _own(LinkForm, form, officer_id) if sign_on_providers() else None,
        "unlink_form": _own(UnlinkForm, form, officer_id) if links else None,
        "password_form": form if isinstance(form, PasswordForm) else PasswordForm(),
    }
    return render(request, "desk/organisation/officer.html", context, status=status)


def _own(kind: type[LinkForm] | type[UnlinkForm], form: ArrangeForm | None, officer_id: int) -> ArrangeForm:
    return form if isinstance(form, kind) else kind.of_officer(officer_id)
