"""Having the answer explained face to face: wished for, moved, declined; what the petitioner says of the minutes."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.clocks.selectors import length_text
from huiyin.documents.letters import letter_pdf
from huiyin.documents.rules.media_types import PDF
from huiyin.flows.record_papers import explanation_paper
from huiyin.kernel.actor import petitioner
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.time import now
from huiyin.matters.core.rules.limits import MESSAGE_MAX
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.page import matter_page_of_petitioner
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.explanation.errors import MinutesRemarkRequired, OtherDayNoteRequired, UnclearRequired
from huiyin.matters.explanation.services.wish import (
    ExplanationWish,
    explanation_ask,
    explanation_ask_other_day,
    explanation_remark,
    explanation_withdraw,
)
from huiyin.portal.fields import TextField
from huiyin.portal.visits import visitors_only
from huiyin.web.downloads import made_response
from huiyin.web.forms import PlainForm
from huiyin.web.paper import letter_language
from huiyin.web.refusals import sentence_of

_CLOCK = "explanation"


class ExplanationWishForm(PlainForm):
    """What is unclear, and who should be there. No name of anybody is asked."""

    unclear = TextField(
        label=_("哪里不明白，想听什么解释"),
        most=MESSAGE_MAX,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _(UnclearRequired.sentence)},
    )
    wants_lawyer = forms.BooleanField(label=_("希望有律师在场（由单位请，不收您的钱）"), required=False)
    wants_above = forms.BooleanField(label=_("希望上一级单位在场"), required=False)
    brings_companion = forms.BooleanField(label=_("我会带一位信得过的人"), required=False)


class OtherDayForm(PlainForm):
    """Which days suit."""

    note = TextField(
        label=_("哪天、什么时候方便"),
        most=MESSAGE_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _(OtherDayNoteRequired.sentence)},
    )


class MinutesRemarkForm(PlainForm):
    """What is missing in the minutes, or not as it was."""

    remark = TextField(
        label=_("您的意见"),
        help_text=_("记得不对、不全的，都可以写。写好以后放在记录下面，不能再改。"),
        most=MESSAGE_MAX,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _(MinutesRemarkRequired.sentence)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@visitors_only
def wish_page(request: HttpRequest, *, matter_id: UUID) -> HttpResponse:
    """Says what such a meeting is, and takes the wish."""
    form = ExplanationWishForm(request.POST or None, auto_id="wish_%s")
    matter = matter_page_of_petitioner(matter_id=matter_id, at=now())
    if request.method == "POST" and matter.can(Action.ASK_EXPLANATION) and form.is_valid():
        step = partial(explanation_ask, wish=ExplanationWish(**form.cleaned_data))
        if _made(request, form, matter_id, step):
            messages.success(request, gettext("已经收到。定下时间和地点以后，写在这一页上。"))
            return redirect("portal:status")
    length = length_text(code=_CLOCK, kind=matter.kind)
    return _page(request, matter, form, Action.ASK_EXPLANATION, "portal/status/explanation_wish.html", length=length)


@require_http_methods(["GET", "HEAD", "POST"])
@visitors_only
def other_day_page(request: HttpRequest, *, matter_id: UUID) -> HttpResponse:
    """Another day."""
    form = OtherDayForm(request.POST or None, auto_id="day_%s")
    matter = matter_page_of_petitioner(matter_id=matter_id, at=now())
    if request.method == "POST" and matter.can(Action.ASK_OTHER_DAY) and form.is_valid():
        step = partial(explanation_ask_other_day, note=form.cleaned_data["note"])
        if _made(request, form, matter_id, step):
            messages.success(request, gettext("已经告诉承办单位，另定的时间写在这一页上。"))
            return redirect("portal:status")
    return _page(request, matter, form, Action.ASK_OTHER_DAY, "portal/status/explanation_day.html")


@require_http_methods(["GET", "HEAD", "POST"])
@visitors_only
def remark_page(request: HttpRequest, *, matter_id: UUID) -> HttpResponse:
    """A remark on the minutes."""
    form = MinutesRemarkForm(request.POST or None, auto_id="remark_%s")
    matter = matter_page_of_petitioner(matter_id=matter_id, at=now())
    if request.method == "POST" and matter.can(Action.REMARK_EXPLANATION) and form.is_valid():
        step = partial(explanation_remark, remark=form.cleaned_data["remark"])
        if _made(request, form, matter_id, step):
            messages.success(request, gettext("您的意见已经放在记录下面。"))
            return redirect("portal:status")
    return _page(request, matter, form, Action.REMARK_EXPLANATION, "portal/status/explanation_remark.html")


@require_POST
@visitors_only
def meeting_refuse(request: HttpRequest, *, matter_id: UUID) -> HttpResponse:
    """No meeting."""
    try:
        explanation_withdraw(actor=petitioner(matter_id), matter_id=matter_id, at=now())
    except Conflict as error:
        messages.info(request, sentence_of(error))
    else:
        messages.success(request, gettext("已经记下不用开。以后想开，可以再提。"))
    return redirect("portal:status")


@require_safe
@visitors_only
@letter_language()
def minutes_download(request: HttpRequest, *, matter_id: UUID, position: int) -> HttpResponse:
    """The minutes as PDF."""
    matter = matter_page_of_petitioner(matter_id=matter_id, at=now())
    meeting = next((each for each in matter.explanations if each.position == position and each.held_on), None)
    if meeting is None:
        raise Http404
    content = letter_pdf(explanation_paper(matter=matter, meeting=meeting))
    return made_response(content, name=f"{matter.number}-minutes-{position}.pdf", media_type=PDF.name)


def _made(request: HttpRequest, form: PlainForm, matter_id: UUID, step: Callable[..., None]) -> bool:
    """Whether the step was made; what is wrong stands in the form, or above the page where somebody was faster."""
    try:
        step(actor=petitioner(matter_id), matter_id=matter_id, at=now())
    except BadInput as error:
        form.add_error(error.field if error.field in form.fields else None, sentence_of(error))
        return False
    except Conflict as error:
        # A second press, or the office in the same moment: the page says where it stands.
        messages.info(request, sentence_of(error))
        return False
    return True


def _page(
    request: HttpRequest, matter: MatterView, form: PlainForm, action: Action, template: str, **context: object
) -> HttpResponse:
    if not matter.can(action):
        messages.info(request, gettext("现在没有这一步，说明会到了哪里写在下面。"))
        return redirect("portal:status")
    shown = {"matter": matter, "form": form, "meeting": next((m for m in matter.explanations if m.is_open), None)}
    return render(request, template, shown | context, status=422 if form.errors else 200)
