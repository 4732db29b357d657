"""The page about being away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.leave.forms import LeaveForm
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.time import now, office_day
from huiyin.orgs.selectors import chain_of, leaves_of, officers_of_unit, posts_of_officers
from huiyin.orgs.services import leave_end
from huiyin.web.refusals import sentence_of


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def page(request: DeskRequest) -> HttpResponse:
    """Who is away; saying that oneself, or somebody of a unit that one leads, will be."""
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        try:
            form.execute(actor=request.actor, at=now())
        except (BadInput, Conflict) as error:
            field = error.field if isinstance(error, BadInput) and error.field in form.fields else None
            form.add_error(field, sentence_of(error))
        else:
            messages.success(request, gettext("已安排代办。"))
            return redirect("desk:leave")
    people = _people(request.actor)
    context = {"form": form, "leaves": leaves_of(officer_ids=people, on=office_day(now()))}
    return render(request, "desk/leave/page.html", context, status=422 if form.is_bound else 200)


@require_POST
@desk_view
def end(request: DeskRequest, leave_id: int) -> HttpResponse:
    """Back before the time. Raises NotAllowed, LeaveNotThere."""
    leave_end(leave_id=leave_id, actor=request.actor, at=now())
    messages.success(request, gettext("已结束，从今天起不再代办。"))
    return redirect("desk:leave")


def _form(request: DeskRequest) -> LeaveForm:
    actor = request.actor
    data = request.POST if request.method == "POST" else None
    return LeaveForm(
        data, officers=list(_people(actor).items()), deputies=list(_deputies(actor).items()), today=office_day(now())
    )


def _people(actor: Actor) -> dict[int, str]:
    """Oneself first, then everybody of the units that one leads."""
    units = sorted({post.unit_id for post in actor.posts})
    # One's own units and not all below: leave is set by whoever leads the unit itself.
    led = [unit_id for unit_id in units if unit_id in actor.command_unit_ids]
    found = {actor.officer_id: actor.label} if actor.officer_id else {}
    for unit_id in led:
        found |= {
            officer.id: officer.display_name
            for officer in officers_of_unit(unit_id=unit_id)
            if officer.id not in found
        }
    return found


def _deputies(actor: Actor) -> dict[int, str]:
    """Colleagues of one's units and of those above, each with a post."""
    # Kept in this order, the nearest colleagues stand first.
    units = dict.fromkeys(unit.id for post in actor.posts for unit in chain_of(unit_id=post.unit_id))
    names = {officer.id: officer.display_name for unit_id in units for officer in officers_of_unit(unit_id=unit_id)}
    posts = posts_of_officers(officer_ids=names)
    return {
        officer_id: f"{name} · {held[0].unit_name} · {held[0].title}"
        for officer_id, name in names.items()
        if (held := posts.get(officer_id))
    }
