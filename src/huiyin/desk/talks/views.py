"""Talks with the head of a unit: the list, calling one, what was said, the unit's answer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.desk.access import DeskRequest, count_navigation, desk_view
from huiyin.desk.supervision.access import may_supervise, supervision_frame
from huiyin.desk.talks.forms import CallForm, FiguresForm, HoldForm, TalkAnswerForm, TalkCancelForm
from huiyin.documents.errors import FileMissing
from huiyin.documents.selectors import letters_of
from huiyin.flows.letters import letter_file
from huiyin.kernel.errors import BadInput, NotAllowed
from huiyin.kernel.refs import Ref
from huiyin.kernel.time import now, office_day
from huiyin.orgs.selectors import unit_name
from huiyin.supervision.talks.errors import TalkNotAllowed
from huiyin.supervision.talks.figures import ground_figures
from huiyin.supervision.talks.rules import TALK
from huiyin.supervision.talks.selectors import calling_unit, may_call, talk_view, talks_list
from huiyin.supervision.talks.services import TalkDraft, talk_answer, talk_call, talk_cancel, talk_hold
from huiyin.web.downloads import file_response
from huiyin.web.forms import PlainForm, row_id
from huiyin.web.refusals import sentence_of

_HOLD, _ANSWER, _CANCEL = "hold", "answer", "cancel"


@require_safe
@desk_view
def talks(request: DeskRequest) -> HttpResponse:
    """Talks of and by the officer's units, the newest first; of one unit alone with `?unit=`. Raises NotAllowed."""
    if not may_supervise(request.actor):
        raise NotAllowed
    count_navigation(request)
    unit_id = row_id(request.GET.get("unit", ""))
    context = supervision_frame(request.actor, "talks") | {
        "rows": talks_list(actor=request.actor, unit_id=unit_id),
        "may_call": may_call(request.actor),
    }
    return render(request, "desk/talks/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def call(request: DeskRequest) -> HttpResponse:
    """First the unit's figures, then the grounds among them. Raises NotAllowed for who leads nobody below."""
    if not may_call(request.actor):
        raise NotAllowed
    at = now()
    asked = FiguresForm(request.GET) if "days" in request.GET else FiguresForm()
    context: dict[str, Any] = supervision_frame(request.actor, "talks") | {"asked": asked}
    if not asked.is_bound or not asked.is_valid():
        return render(request, "desk/talks/call.html", context, status=422 if asked.errors else 200)
    unit_id, days = asked.cleaned_data["unit"], asked.cleaned_data["days"]
    if calling_unit(actor=request.actor, unit_id=unit_id) is None:
        asked.add_error("unit", sentence_of(TalkNotAllowed()))
        return render(request, "desk/talks/call.html", context, status=422)
    figures = ground_figures(actor=request.actor, unit_id=unit_id, days=days, at=at)
    form = CallForm(request.POST or None, initial={"meet_on": office_day(at)})
    form.offer(figures)
    if request.method == "POST" and form.is_valid():
        draft = TalkDraft(unit_id=unit_id, days=days, **form.cleaned_data)
        try:
            talk_id = talk_call(actor=request.actor, draft=draft, at=at)
        except BadInput as error:
            _refuse(form, error)
        else:
            messages.success(request, _("已通知约谈，单位会收到约谈通知书。"))
            return HttpResponseRedirect(reverse("desk:talk", args=[talk_id]))
    context |= {"form": form, "figures": figures, "unit": unit_name(unit_id=unit_id), "days": days}
    context["address"] = f"{reverse('desk:talk_call')}?unit={unit_id}&days={days}"
    return render(request, "desk/talks/call.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def talk(request: DeskRequest, talk_id: UUID) -> HttpResponse:
    """One talk; both units go on with it here. Raises TalkNotFound, TalkNotAllowed, TalkGone."""
    step = next((name for name in (_HOLD, _ANSWER, _CANCEL) if name in request.POST), "")
    kinds: dict[str, type[PlainForm]] = {_HOLD: HoldForm, _ANSWER: TalkAnswerForm, _CANCEL: TalkCancelForm}
    forms = {name: kind(request.POST if name == step else None, auto_id=f"{name}-%s") for name, kind in kinds.items()}
    if step and forms[step].is_valid():
        try:
            done = _take(request, talk_id, step, forms[step])
        except BadInput as error:
            _refuse(forms[step], error)
        else:
            messages.success(request, done)
            return HttpResponseRedirect(reverse("desk:talk", args=[talk_id]))
    context = supervision_frame(request.actor, "talks") | {
        "found": talk_view(actor=request.actor, talk_id=talk_id),
        "step": step,
        **{f"{name}_form": form for name, form in forms.items()},
    }
    return render(request, "desk/talks/talk.html", context, status=422 if step and forms[step].errors else 200)


@require_safe
@desk_view
def letter(request: DeskRequest, talk_id: UUID) -> HttpResponseBase:
    """The letter as it was issued, for the two units. Raises TalkNotFound, FileMissing."""
    # The letter itself has no gate: who may read of the talk may read it.
    talk_view(actor=request.actor, talk_id=talk_id)
    found = letters_of(subject=Ref(TALK, talk_id))
    if not found:
        raise FileMissing
    printed = letter_file(letter=found[0], at=now())
    return file_response(printed.content, printed.headers)


def _take(request: DeskRequest, talk_id: UUID, step: str, form: PlainForm) -> str:
    """Go through the door of this step; gives what the next page says."""
    at, given = now(), form.cleaned_data
    if isinstance(form, HoldForm):
        talk_hold(
            actor=request.actor, talk_id=talk_id, held_on=given["held_on"], attended=given["attended"],
            minutes=given["minutes"], measures=form.measures(), at=at,
        )  # fmt: skip
        return _("已记录约谈，措施已交给单位办。")
    if step == _ANSWER:
        talk_answer(actor=request.actor, talk_id=talk_id, text=given["text"], at=at)
        return _("已书面说明，约谈的领导会看到。")
    talk_cancel(actor=request.actor, talk_id=talk_id, reason=given["reason"], at=at)
    return _("已取消约谈，单位会看到原因。")


def _refuse(form: PlainForm, error: BadInput) -> None:
    """Put the door's refusal beside the field that it names."""
    form.add_error(error.field if error.field in form.fields else None, sentence_of(error))
