"""One task and the moves on it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.tasks.files import file_lines
from huiyin.desk.tasks.forms import TASK_FORMS, TaskForm
from huiyin.desk.tasks.lists import frame
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, NotAllowed, NotThere
from huiyin.kernel.text import NP_
from huiyin.kernel.time import now
from huiyin.tasks.rules.states import ACTION_LABELS, TaskAction
from huiyin.tasks.selectors.detail import TaskDetail, TaskStepView, task_detail
from huiyin.tasks.services import task_moves_possible
from huiyin.web.refusals import sentence_of, status_of, title_of

# What the facts of a step are called.
_FACTS = {
    "unit": NP_("任务经过", "承办单位"),
    "officer": NP_("任务经过", "承办人"),
    "due": NP_("任务经过", "期限"),
    "note": NP_("任务经过", "情况"),
    "reason": NP_("任务经过", "理由"),
}


@dataclass(frozen=True, slots=True)
class TaskMoveShown:
    """A move as `components/move_form.html` takes it; with `why_not` it can't be made now."""

    code: str
    label: str
    action: str
    form: TaskForm | None = None
    help: str = ""
    is_open: bool = False
    template: str = "components/move_sheet.html"
    why_not: str = ""


@require_safe
@desk_view
def task(request: DeskRequest, task_id: UUID) -> HttpResponse:
    """The page of a task; `?move=` opens the form of a move. Raises TaskNotFound."""
    at = now()
    detail = task_detail(actor=request.actor, task_id=task_id, at=at)
    return _page(request, detail, at, opened=request.GET.get("move", ""))


@require_http_methods(["POST"])
@desk_view
def move(request: DeskRequest, task_id: UUID, code: str) -> HttpResponse:
    """Make a move. What can't be made comes back on the fresh page with everything typed still in its form.

    Raises TaskNotFound, NotThere for a move that has no form.
    """
    at = now()
    if code not in TASK_FORMS:
        raise NotThere
    detail = task_detail(actor=request.actor, task_id=task_id, at=at)
    form = TASK_FORMS[code](detail=detail, data=request.POST, files=request.FILES)
    if not form.is_valid():
        return _page(request, detail, at, bound=form, status=422)
    try:
        form.execute(actor=request.actor, at=at)
    except BadInput as error:
        form.refuse(error)
        return _page(request, detail, at, bound=form, status=422)
    except (Conflict, NotAllowed) as error:
        fresh = task_detail(actor=request.actor, task_id=task_id, at=at)
        again = TASK_FORMS[code](detail=fresh, data=request.POST)
        again.renew()
        return _page(request, fresh, at, bound=again, refusal=error, status=status_of(error))
    messages.success(request, _(form.done))
    return HttpResponseRedirect(reverse("desk:task", args=[task_id]))


def _page(
    request: DeskRequest,
    detail: TaskDetail,
    at: datetime,
    *,
    opened: str = "",
    bound: TaskForm | None = None,
    refusal: HuiyinError | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = _moves(request, detail, at, opened, bound)
    context = frame(request.actor, None) | {
        "detail": detail,
        "row": detail.row,
        "moves": [move for move in shown if not move.why_not],
        "blocked": [move for move in shown if move.why_not],
        "steps": [_step(step) for step in detail.steps],
        "files": file_lines(detail.row.id, detail.files),
        "refusal_title": title_of(refusal) if refusal else "",
        "refusal": sentence_of(refusal) if refusal else "",
    }
    return render(request, "desk/tasks/task.html", context, status=status)


def _moves(
    request: DeskRequest, detail: TaskDetail, at: datetime, opened: str, bound: TaskForm | None
) -> list[TaskMoveShown]:
    """What can be made, in the order of the forms, and what stands in the way of the rest."""
    possible = task_moves_possible(actor=request.actor, task_id=detail.row.id, at=at)
    return [
        # A move that somebody else has just made isn't possible any more; its form comes back with what was typed.
        _shown(detail, kind.action, possible.get(kind.action), opened, bound)
        for kind in TASK_FORMS.values()
        if kind.action in possible or (bound and bound.action is kind.action)
    ]


def _shown(
    detail: TaskDetail, action: TaskAction, reason: HuiyinError | None, opened: str, bound: TaskForm | None
) -> TaskMoveShown:
    kind = TASK_FORMS[action]
    own = bound if bound and bound.action is action else None
    return TaskMoveShown(
        code=action,
        label=_(ACTION_LABELS[action]),
        action=reverse("desk:task_move", args=[detail.row.id, action]),
        form=own or kind(detail=detail),
        help=_(kind.about) if kind.about else "",
        is_open=own is not None or opened == action,
        why_not=sentence_of(reason) if reason else "",
    )


def _step(step: TaskStepView) -> dict[str, object]:
    there = [(pgettext("任务经过", label), step.facts[key]) for key, label in _FACTS.items() if step.facts.get(key)]
    lines = [f"{label}{_('：')}{value}" for label, value in there]
    return {"at": step.at, "title": step.name, "who": step.office, "text": "\n".join(lines)}
