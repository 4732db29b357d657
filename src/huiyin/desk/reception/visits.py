"""One visit: what it is about, and writing down what was said in one go."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.desk.access import DeskRequest
from huiyin.desk.reception.access import reception_view
from huiyin.desk.reception.visit_forms import ContactForm, VisitForm, VisitNoteForm
from huiyin.desk.register.lists import Lists
from huiyin.desk.register.receipts import receipt_hold
from huiyin.flows.reception_visit import VisitRegistered, reception_visit_note, reception_visit_register
from huiyin.kernel.actor import Role
from huiyin.kernel.errors import BadInput
from huiyin.kernel.time import now
from huiyin.matters.core.errors import UnitBarred
from huiyin.reception.rules import is_that_day
from huiyin.reception.selectors import appointment_line
from huiyin.reception.services import appointment_identity_open
from huiyin.vault.services import IdentityDraft
from huiyin.web.forms import PlainForm
from huiyin.web.refusals import sentence_of


@require_safe
@reception_view
def visit(request: DeskRequest, appointment_id: UUID) -> HttpResponse:
    """The page of one visit. Raises DayNotFound."""
    return _show(request, appointment_id)


@require_POST
@reception_view
def visit_note(request: DeskRequest, appointment_id: UUID) -> HttpResponse:
    """Write it into the matter that the booking names. Raises DayNotFound, NotBegun, NotedAlready, MatterNotFound."""
    appointment_line(actor=request.actor, appointment_id=appointment_id, at=now())
    form = VisitNoteForm(request.POST, auto_id="note-%s")
    if not form.is_valid():
        return _show(request, appointment_id, wrong=form)
    try:
        reception_visit_note(
            actor=request.actor, appointment_id=appointment_id, body=form.cleaned_data["body"], at=now()
        )
    except BadInput as refusal:
        form.add_error("body", sentence_of(refusal))
        return _show(request, appointment_id, wrong=form)
    messages.success(request, _("已经记进原来的事项。"))
    return HttpResponseRedirect(reverse("desk:reception_visit", args=[appointment_id]))


@require_POST
@reception_view
def visit_register(request: DeskRequest, appointment_id: UUID) -> HttpResponse:
    """Register it as a new matter, on to the receipt. Raises DayNotFound, NotBegun, NotedAlready, RegistrarNeeded."""
    at = now()
    appointment_line(actor=request.actor, appointment_id=appointment_id, at=at)
    form = VisitForm(request.POST, lists=Lists(request.actor), at=at)
    done = _register(request, appointment_id, form) if form.is_valid() else None
    if done is None:
        return _show(request, appointment_id, wrong=form)
    response = HttpResponseRedirect(reverse("desk:receipt"))
    receipt_hold(
        response,
        actor=request.actor,
        matter_id=done.registered.matter_id,
        token=done.token,
        secure=request.is_secure(),
    )
    return response


@require_POST
@reception_view
def visit_contact(request: DeskRequest, appointment_id: UUID) -> HttpResponse:
    """Show who has booked, for a purpose that they will read. Raises DayNotFound."""
    appointment_line(actor=request.actor, appointment_id=appointment_id, at=now())
    form = ContactForm(request.POST, auto_id="contact-%s")
    if not form.is_valid():
        return _show(request, appointment_id, wrong=form)
    try:
        purpose = form.cleaned_data["purpose"]
        who = appointment_identity_open(actor=request.actor, appointment_id=appointment_id, purpose=purpose, at=now())
    except BadInput as refusal:
        form.add_error("purpose", sentence_of(refusal))
        return _show(request, appointment_id, wrong=form)
    return _show(request, appointment_id, who=who)


def _register(request: DeskRequest, appointment_id: UUID, form: VisitForm) -> VisitRegistered | None:
    """Register, or put the refusal beside its field."""
    try:
        return reception_visit_register(
            actor=request.actor,
            appointment_id=appointment_id,
            registration=form.registration_of_visit(),
            at=form.at,
        )
    except UnitBarred:
        words = _(
            "这是您本人、您所在的单位或领导它的人，您不能登记这件事。请信访人在网上提交，或到上一级信访部门反映。"
        )
        form.add_error("respondent", words)
    except BadInput as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, sentence_of(refusal))
    return None


def _show(
    request: DeskRequest, appointment_id: UUID, *, wrong: PlainForm | None = None, who: IdentityDraft | None = None
) -> HttpResponse:
    """The page; with the one form that has something wrong in it, if any."""
    at = now()
    day, line = appointment_line(actor=request.actor, appointment_id=appointment_id, at=at)
    lists = Lists(request.actor)
    registers = day.unit_id in request.actor.units_as(Role.REGISTRAR)
    form = wrong if isinstance(wrong, VisitForm) else VisitForm(lists=lists, at=at, initial={"text": line.words})
    context = {
        "day": day,
        "line": line,
        "who": who,
        "wrong": wrong,
        # Once, and from the day of the reception on (docs/reception.md).
        "may_write": not (line.is_cancelled or line.is_noted)
        and (day.starts_at <= at or is_that_day(day.starts_at, at)),
        "registers": registers,
        "lists": lists if registers else None,
        "form": form,
        "note_form": wrong if isinstance(wrong, VisitNoteForm) else VisitNoteForm(auto_id="note-%s"),
        "contact_form": wrong if isinstance(wrong, ContactForm) else ContactForm(auto_id="contact-%s"),
    }
    return render(request, "desk/reception/visit.html", context, status=422 if wrong else 200)
