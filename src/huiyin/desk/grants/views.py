"""What waits for somebody's agreement, what one has proposed, and one proposal with its answer."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.flows.grants import proposal_agree, proposal_refuse, proposal_withdraw
from huiyin.kernel.errors import BadInput, Conflict, NotAllowed, NotThere
from huiyin.kernel.text import N_
from huiyin.kernel.time import now
from huiyin.orgs.selectors.grants import GrantView, deciders, grant_view, grants_of, grants_to_decide
from huiyin.orgs.selectors.resets import resets_to_hand
from huiyin.web.forms import PlainForm
from huiyin.web.reader_choices import is_choosing
from huiyin.web.refusals import sentence_of

_DONE = {
    "agree": N_("已同意，马上生效。"),
    "refuse": N_("没有同意，已告诉提出的人。"),
    "withdraw": N_("已撤回。"),
}


class RefusalForm(PlainForm):
    """Why somebody doesn't agree."""

    reason = forms.CharField(label=_("不同意的理由"), help_text=_("提出的人和有关的人会看到。"))


@require_safe
@desk_view
def page(request: DeskRequest) -> HttpResponse:
    """What waits for this officer, and the other proposals that concern them."""
    waiting = grants_to_decide(officer_id=request.actor.officer_id or 0, at=now())
    ids = {proposal.id for proposal in waiting}
    others = [proposal for proposal in grants_of(actor=request.actor) if proposal.id not in ids]
    codes = resets_to_hand(officer_id=request.actor.officer_id or 0, at=now())
    return render(request, "desk/grants/page.html", {"waiting": waiting, "others": others, "codes": codes})


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def grant(request: DeskRequest, grant_id: int) -> HttpResponse:
    """One proposal; agreeing, refusing, taking it back. Raises GrantNotFound, GrantAgreeNotAllowed, NotAllowed."""
    at = now()
    found = grant_view(grant_id=grant_id, actor=request.actor, at=at)
    form = RefusalForm(request.POST if request.POST.get("action") == "refuse" else None)
    # What follows acts before the form is asked whether it is valid, so a change of language is told here.
    if request.method != "POST" or is_choosing(request):
        return _show(request, found, form)
    action = request.POST.get("action", "")
    if action == "refuse" and not form.is_valid():
        return _show(request, found, form, status=422)
    try:
        _act(request, grant_id, action)
    except BadInput as error:
        form.add_error("reason", sentence_of(error))
        return _show(request, found, form, status=422)
    except (Conflict, NotThere, NotAllowed) as error:
        messages.error(request, sentence_of(error))
        # Read anew: somebody else may have decided it meanwhile.
        return _show(request, grant_view(grant_id=grant_id, actor=request.actor, at=at), form, status=409)
    messages.success(request, gettext(_DONE[action]))
    return HttpResponseRedirect(reverse("desk:grants"))


def _act(request: DeskRequest, grant_id: int, action: str) -> None:
    match action:
        case "agree":
            proposal_agree(grant_id=grant_id, actor=request.actor, at=now())
        case "refuse":
            reason = request.POST.get("reason", "")
            proposal_refuse(grant_id=grant_id, reason=reason, actor=request.actor, at=now())
        case "withdraw":
            proposal_withdraw(grant_id=grant_id, actor=request.actor, at=now())
        case _:
            raise NotThere


def _show(request: DeskRequest, found: GrantView, form: RefusalForm, *, status: int = 200) -> HttpResponse:
    me, at = request.actor.officer_id, now()
    # It lapses by its day, also where its row still says that it waits.
    runs = found.is_waiting and found.expires_at > at
    context = {
        "grant": found,
        "form": form,
        "may_decide": runs and me in deciders(grant_id=found.id, at=at),
        "may_withdraw": runs and me is not None and me == found.proposed_by,
        "is_over": found.is_waiting and not runs,
    }
    return render(request, "desk/grants/grant.html", context, status=status)
