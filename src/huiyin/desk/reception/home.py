"""Wishes for a home visit: those of one's units, one of them, what is answered."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.desk.access import DeskRequest
from huiyin.desk.organisation.acting import ArrangeForm, act
from huiyin.desk.reception.access import reception_view
from huiyin.desk.reception.home_forms import AgreeForm, VisitDeclineForm, WishForm
from huiyin.desk.reception.visit_forms import ContactForm
from huiyin.kernel.errors import BadInput
from huiyin.kernel.time import now
from huiyin.reception.selectors.visits import wish_for, wishes_for
from huiyin.reception.services import wish_identity_open
from huiyin.vault.services import IdentityDraft
from huiyin.web.refusals import sentence_of


@require_http_methods(["GET", "HEAD", "POST"])
@reception_view
def home_visits(request: DeskRequest) -> HttpResponse:
    """The wishes of one's units, and writing one down."""
    form = WishForm(request.POST if request.method == "POST" else None)
    form.offer(request.actor)
    show = partial(_list, request)
    if request.method == "POST":
        return act(request, form, show=show, address=reverse("desk:home_visits"))
    return show(form)


@require_http_methods(["GET", "HEAD", "POST"])
@reception_view
def home_visit(request: DeskRequest, wish_id: UUID) -> HttpResponse:
    """One wish, and answering it. Raises WishNotFound."""
    wish = wish_for(actor=request.actor, wish_id=wish_id)
    if request.method != "POST":
        return _wish(request, wish_id, None)
    form: AgreeForm | VisitDeclineForm
    if request.POST.get("form") == VisitDeclineForm.code:
        form = VisitDeclineForm(request.POST)
    else:
        form = AgreeForm(request.POST, unit_id=wish.unit_id)
    form.wish_id = wish_id
    address = reverse("desk:home_visit", args=[wish_id])
    return act(request, form, show=partial(_wish, request, wish_id), address=address)


@require_POST
@reception_view
def home_visit_contact(request: DeskRequest, wish_id: UUID) -> HttpResponse:
    """Show who wishes and where, for a purpose that they will read. Raises WishNotFound."""
    wish_for(actor=request.actor, wish_id=wish_id)
    form = ContactForm(request.POST, auto_id="contact-%s")
    if not form.is_valid():
        return _wish(request, wish_id, None, contact=form, status=422)
    try:
        purpose = form.cleaned_data["purpose"]
        who = wish_identity_open(actor=request.actor, wish_id=wish_id, purpose=purpose, at=now())
    except BadInput as refusal:
        form.add_error("purpose", sentence_of(refusal))
        return _wish(request, wish_id, None, contact=form, status=422)
    return _wish(request, wish_id, None, who=who)


def _list(request: DeskRequest, form: ArrangeForm, *, status: int = 200) -> HttpResponse:
    context = {"wishes": wishes_for(actor=request.actor), "form": form}
    return render(request, "desk/reception/home_visits.html", context, status=status)


def _wish(
    request: DeskRequest,
    wish_id: UUID,
    form: ArrangeForm | None,
    *,
    status: int = 200,
    contact: ContactForm | None = None,
    who: IdentityDraft | None = None,
) -> HttpResponse:
    wish = wish_for(actor=request.actor, wish_id=wish_id)
    context = {
        "wish": wish,
        "who": who,
        "contact_form": contact or ContactForm(auto_id="contact-%s"),
        "agree_form": form if isinstance(form, AgreeForm) else AgreeForm(unit_id=wish.unit_id),
        "decline_form": form if isinstance(form, VisitDeclineForm) else VisitDeclineForm(),
    }
    return render(request, "desk/reception/home_visit.html", context, status=status)
