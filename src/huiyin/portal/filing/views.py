"""Filing. Every press of a button first keeps what was typed, then looks whether it is right."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.flows.draft_filing import draft_submit
from huiyin.intake.errors import DraftSent
from huiyin.intake.rules.draft import ANONYMOUS, DraftContent
from huiyin.intake.selectors import draft_read
from huiyin.intake.services import draft_discard, draft_file_add, draft_file_remove, draft_save
from huiyin.kernel.errors import BadInput
from huiyin.kernel.time import now
from huiyin.matters.rules.registration import REQUESTS_MAX
from huiyin.portal.drafts import HeldDraft, held_draft, hold, hold_receipt, let_go
from huiyin.portal.filing.choices import Choices, category_choices, choices_for, choices_taken
from huiyin.portal.filing.step_form import StepForm
from huiyin.portal.filing.steps import (
    BY_NAME,
    CHECK,
    COUNT,
    STEPS,
    Step,
    all_right,
    name_after,
    name_before,
    steps_wrong,
)
from huiyin.portal.filing.summary import parts_of
from huiyin.portal.uploads import FileTrouble, refused_text, uploads_of
from huiyin.web.refusals import sentence_of
from huiyin.web.storage import trouble_of


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a press has kept: the draft's token and content, and what couldn't be kept of its files."""

    token: str
    content: DraftContent
    file_errors: tuple[str, ...] = ()


@require_safe
def start_page(request: HttpRequest) -> HttpResponse:
    """Where every way into filing begins: the first step, or the receipt that is still there."""
    if held_draft(request, at=now()).is_sent:
        messages.info(request, gettext("您刚才提交的回执还在这里。请先记下，再提交下一件。"))
        return redirect("portal:receipt")
    return redirect("portal:file_step", "what")


@require_http_methods(["GET", "HEAD", "POST"])
def step_page(request: HttpRequest, step: str) -> HttpResponse:
    """One step. `?wrong=1` shows what is still wrong with it, `?back=check` leads back to the last page."""
    shown = _step(step)
    draft = held_draft(request, at=now())
    if draft.is_sent:
        return redirect("portal:receipt")
    if request.method == "POST":
        return _press(request, shown, draft)
    choices = choices_for(shown.name, draft.content)
    if "wrong" in request.GET:
        return _show(request, shown, draft.content, shown.checked(draft.content, choices))
    response = _show(request, shown, draft.content, shown.form(content=draft.content, choices=choices))
    if draft.is_lost:
        let_go(response)
    return response


@require_POST
def keep_step(request: HttpRequest, step: str) -> HttpResponse:
    """Keeps what is being typed, called by the page itself. 204 and nothing to see."""
    shown, draft = _step(step), held_draft(request, at=now())
    response = HttpResponse(status=204)
    if not draft.is_sent:
        hold(request, response, draft_save(token=draft.token, changes=shown.form.typed(request.POST), at=now()))
    return response


@require_POST
def categories_part(request: HttpRequest) -> HttpResponse:
    """The categories that fit what is typed right now."""
    content = DraftContent().with_changes(BY_NAME["what"].form.typed(request.POST))
    form = BY_NAME["what"].form(content=content, choices=Choices(categories=category_choices(content)))
    return render(request, "portal/filing/_categories.html", {"form": form})


@require_POST
def units_part(request: HttpRequest) -> HttpResponse:
    """The units whose names fit what is typed right now."""
    content = DraftContent(concerned=request.POST.get("concerned", ""))
    choices = choices_for("about", content)
    return render(
        request,
        "portal/filing/_units.html",
        {"form": BY_NAME["about"].form(content=content, choices=choices), "units": choices.units},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def check_page(request: HttpRequest) -> HttpResponse:
    """The last step: read everything once more, then send."""
    draft = held_draft(request, at=now())
    if draft.is_sent:
        return redirect("portal:receipt")
    if request.method == "POST":
        return _send(request, draft)
    context = {
        "wrong": steps_wrong(draft.content),
        "parts": parts_of(draft.content),
        "step": COUNT,
        "steps": COUNT,
        "anonymous": draft.content.who == ANONYMOUS,
    }
    return render(request, "portal/filing/check.html", context)


@require_safe
def kept_page(request: HttpRequest) -> HttpResponse:
    """The draft is kept; here is how to come back."""
    draft = held_draft(request, at=now())
    if not draft.is_begun:
        return redirect("portal:file")
    return render(request, "portal/filing/kept.html", {"draft": draft.view})


@require_http_methods(["GET", "HEAD", "POST"])
def over_page(request: HttpRequest) -> HttpResponse:
    """Start over: says what goes, then lets it go."""
    draft = held_draft(request, at=now())
    if request.method == "POST":
        if not draft.is_sent:
            draft_discard(token=draft.token, at=now())
            messages.success(request, gettext("草稿已经清空。"))
        response = redirect("portal:file" if draft.is_sent else "portal:home")
        if not draft.is_sent:
            let_go(response)
        return response
    if not draft.is_begun:
        return redirect("portal:file")
    return render(request, "portal/filing/over.html", {"draft": draft.view})


def _step(name: str) -> Step:
    if name not in BY_NAME:
        raise Http404
    return BY_NAME[name]


def _press(request: HttpRequest, step: Step, draft: HeldDraft) -> HttpResponse:
    try:
        kept = _keep(request, step, draft)
    except DraftSent:
        return redirect("portal:receipt")
    response = _go_on(request, step, kept)
    hold(request, response, kept.token)
    return response


def _keep(request: HttpRequest, step: Step, draft: HeldDraft) -> _Kept:
    changes = dict(step.form.typed(request.POST))
    pressed = request.POST.get("do", "")
    requests = changes.get("requests")
    if pressed == "add" and isinstance(requests, tuple) and len(requests) < REQUESTS_MAX:
        changes["requests"] = (*requests, "")
    token = draft_save(token=draft.token, changes=changes, at=now())
    token, errors = _keep_files(request, token)
    if pressed.startswith("remove:"):
        token = draft_file_remove(token=token, file_id=_file_id(pressed), at=now())
    view = draft_read(token=token, at=now())
    return _Kept(token, view.content if view else DraftContent(), tuple(errors))


def _keep_files(request: HttpRequest, token: str) -> tuple[str, list[str]]:
    """Each file by itself: one that is refused takes no other with it."""
    errors = []
    for name, content in uploads_of(request):
        try:
            token = draft_file_add(token=token, content=content, name=name, at=now())
        except FileTrouble as error:
            errors.append(refused_text(name, error))
    return token, errors


def _file_id(pressed: str) -> UUID:
    try:
        return UUID(pressed.partition(":")[2])
    except ValueError:
        raise Http404 from None


def _go_on(request: HttpRequest, step: Step, kept: _Kept) -> HttpResponse:
    pressed = request.POST.get("do", "next").partition(":")[0]
    if kept.file_errors:
        return _show_wrong(request, step, kept, only_files=pressed != "next")
    stays = {"upload": "#files", "remove": "#files", "find": "#categories", "units": "#units", "add": "#more"}
    if pressed in stays:
        return redirect(_address(request, step) + stays[pressed])
    if pressed == "leave":
        return redirect("portal:file_kept")
    if pressed == "back":
        return redirect("portal:file_step", name_before(step))
    if not step.checked(kept.content).is_valid():
        return _show_wrong(request, step, kept, only_files=False)
    following = CHECK if _leads_back(request) else name_after(step)
    return redirect("portal:file_check") if following == CHECK else redirect("portal:file_step", following)


def _show_wrong(request: HttpRequest, step: Step, kept: _Kept, *, only_files: bool) -> HttpResponse:
    form = step.checked(kept.content)
    if only_files:
        form.errors.clear()
    for error in kept.file_errors:
        form.add_error("files", error)
    return _show(request, step, kept.content, form, status=422)


def _show(
    request: HttpRequest, step: Step, content: DraftContent, form: StepForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "step": step.position,
        "steps": COUNT,
        "title": step.title,
        "files": content.files,
        "units": form.choices.units,
        "may_add": len(content.requests) < REQUESTS_MAX,
        "first": step.position == 1,
        "back_to_check": _leads_back(request),
        "action": _address(request, step),
        "keep_url": reverse("portal:file_keep", args=[step.name]),
    }
    return render(request, f"portal/filing/{step.name}.html", context, status=status)


def _address(request: HttpRequest, step: Step) -> str:
    """Where the step's form goes; without the fragment and the `wrong` of the page's own address."""
    return reverse("portal:file_step", args=[step.name]) + ("?back=check" if _leads_back(request) else "")


def _leads_back(request: HttpRequest) -> bool:
    return request.GET.get("back") == CHECK


def _send(request: HttpRequest, draft: HeldDraft) -> HttpResponse:
    """Nothing is looked up again here: whatever was changed past the forms, the database refuses."""
    content = draft.content
    wrong = [] if all_right(content) else steps_wrong(content, choices_taken(content))
    if wrong or draft.view is None:
        return _first_wrong(wrong or STEPS[:1])
    try:
        draft_submit(token=draft.token, view=draft.view, at=now())
    except IntegrityError as error:
        if trouble_of(error) or not (wrong := steps_wrong(draft.content)):
            raise
        return _first_wrong(wrong)
    except BadInput as error:
        messages.error(request, sentence_of(error))
        return redirect("portal:file_check")
    response = redirect("portal:receipt")
    hold_receipt(request, response, draft.token)
    return response


def _first_wrong(wrong: Iterable[Step]) -> HttpResponse:
    return redirect(reverse("portal:file_step", args=[next(iter(wrong)).name]) + "?wrong=1&back=check")
