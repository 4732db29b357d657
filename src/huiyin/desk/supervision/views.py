"""Open demands, recommendations and calls back of an officer's units."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.desk.access import DeskRequest, count_navigation, desk_view
from huiyin.desk.supervision.access import may_call_back, may_sponsor, may_supervise, supervision_frame
from huiyin.desk.supervision.forms import RecommendationReplyForm, RecommendForm
from huiyin.kernel.errors import BadInput, NotAllowed
from huiyin.kernel.time import now
from huiyin.matters.assistance.selectors import referrals_open
from huiyin.matters.carrying_out.selectors import call_backs_owed
from huiyin.matters.core.errors import MatterNotFound
from huiyin.matters.recommendation.errors import RecommendationGone
from huiyin.matters.recommendation.selectors.views import recommendation_view, recommendations_for
from huiyin.matters.recommendation.services import (
    RecommendationDraft,
    recommendation_reply,
    recommendation_send,
    recommending_units,
)
from huiyin.matters.sponsor.selectors.sponsor import milestones_open
from huiyin.supervision.selectors import supervisions_open
from huiyin.web.forms import PlainForm
from huiyin.web.refusals import sentence_of


@require_safe
@desk_view
def overview(request: DeskRequest) -> HttpResponse:
    """Open demands on and by the officer's units, the first due first. Raises NotAllowed."""
    if not may_supervise(request.actor):
        raise NotAllowed
    count_navigation(request)
    context = supervision_frame(request.actor, "supervision") | {
        "rows": supervisions_open(actor=request.actor, at=now())
    }
    return render(request, "desk/supervision/page.html", context)


@require_safe
@desk_view
def call_backs(request: DeskRequest) -> HttpResponse:
    """Closed matters whose petitioner has to be asked whether it holds; open referrals. Raises NotAllowed."""
    if not may_call_back(request.actor):
        raise NotAllowed
    at = now()
    count_navigation(request)
    context = supervision_frame(request.actor, "call_backs") | {
        "rows": call_backs_owed(actor=request.actor, at=at),
        "referrals": referrals_open(actor=request.actor, at=at),
    }
    return render(request, "desk/supervision/call_backs.html", context)


@require_safe
@desk_view
def sponsored(request: DeskRequest) -> HttpResponse:
    """Open steps of leaders' plans: their own, and those of the units that they command. Raises NotAllowed."""
    if not may_sponsor(request.actor):
        raise NotAllowed
    count_navigation(request)
    rows = milestones_open(actor=request.actor, at=now())
    context = supervision_frame(request.actor, "sponsored") | {"rows": rows}
    return render(request, "desk/supervision/sponsored.html", context)


@require_safe
@desk_view
def recommendations(request: DeskRequest) -> HttpResponse:
    """Recommendations to and from the officer's units. Raises NotAllowed."""
    if not may_supervise(request.actor):
        raise NotAllowed
    count_navigation(request)
    context = supervision_frame(request.actor, "recommendations") | {
        "rows": recommendations_for(actor=request.actor, at=now()),
        "may_recommend": bool(recommending_units(actor=request.actor)),
    }
    return render(request, "desk/supervision/recommendations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def recommend(request: DeskRequest) -> HttpResponse:
    """Write a recommendation. Raises NotAllowed for whoever doesn't sign for a petition office."""
    if not recommending_units(actor=request.actor):
        raise NotAllowed
    form = RecommendForm(request.POST or None, initial={"number": request.GET.get("number", "")})
    if request.method == "POST" and form.is_valid():
        try:
            recommendation_send(actor=request.actor, draft=RecommendationDraft(**form.cleaned_data), at=now())
        # Beside the number, whether there is none or whether it isn't theirs to see.
        except MatterNotFound as error:
            form.add_error("number", sentence_of(error))
        except BadInput as error:
            _refuse(form, error, {"unit": "to_unit_id"})
        else:
            messages.success(request, _("建议书已发出，收到的单位会看到。"))
            return HttpResponseRedirect(reverse("desk:recommendations"))
    context = supervision_frame(request.actor, "recommendations") | {"form": form}
    return render(request, "desk/supervision/recommend.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def recommendation(request: DeskRequest, recommendation_id: UUID) -> HttpResponse:
    """One recommendation; the unit answers it here. Raises RecommendationGone, RecommendationNotAllowed."""
    at = now()
    form = RecommendationReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            recommendation_reply(actor=request.actor, recommendation_id=recommendation_id, at=at, **form.cleaned_data)
        except BadInput as error:
            _refuse(form, error, {})
        else:
            messages.success(request, _("已答复建议。"))
            return HttpResponseRedirect(reverse("desk:recommendations"))
    found = recommendation_view(actor=request.actor, recommendation_id=recommendation_id, at=at)
    if found is None:
        raise RecommendationGone
    context = supervision_frame(request.actor, "recommendations") | {"recommendation": found, "form": form}
    return render(request, "desk/supervision/recommendation.html", context, status=422 if form.errors else 200)


def _refuse(form: PlainForm, error: BadInput, fields: dict[str, str]) -> None:
    """Put the door's refusal beside the field that it names."""
    name = fields.get(error.field, error.field)
    form.add_error(name if name in form.fields else None, sentence_of(error))
