"""Filing. Every press of a button first keeps what was typed, then looks whether it is right."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.intake.errors import DraftChanged, DraftMoved, DraftSent
from huiyin.intake.rules.draft import DraftContent, DraftState
from huiyin.intake.selectors import draft_read
from huiyin.intake.services import draft_discard, draft_file_add, draft_file_remove, draft_save
from huiyin.kernel.ids import parse_uuid
from huiyin.kernel.positions import position_typed
from huiyin.kernel.time import now
from huiyin.portal.drafts import HeldDraft, clear_draft_cookie, held_draft, set_draft_cookie
from huiyin.portal.filing.accusing import is_accusing_unasked, is_unnamed_accusation, mark_asked
from huiyin.portal.filing.choices import Choices, category_choices, choices_for
from huiyin.portal.filing.conflict import StepConflict, conflict_of
from huiyin.portal.filing.files import allow_recording, file_lines, whole_page
from huiyin.portal.filing.nearby import nearby_of
from huiyin.portal.filing.page_field import FIELD, page_field, page_seen
from huiyin.portal.filing.step_form import StepForm
from huiyin.portal.filing.steps import BY_NAME, CHECK, FilingStep, count_of, name_after, name_before
from huiyin.portal.opening import once_open
from huiyin.portal.uploads import FileTrouble, refused_text, uploads_of
from huiyin.web.addresses import wide_network_of
from huiyin.web.maps import allow_map, map_shown
from huiyin.web.pages import PageLink, message_page
from huiyin.web.phones import PhoneQuestions
from huiyin.web.reader_choices import is_choosing
from huiyin.web.resend import posted_of

# Buttons that bring no other page, each with the step it belongs to and the place there.
_STAYS = {
    "upload": ("files", "#files"),
    "remove": ("files", "#files"),
    "find": ("kind", "#categories"),
    "units": ("about", "#units"),
    "nearby": ("where", "#nearby"),
    "add": ("requests", "#more"),
    "add_speaker": ("speakers", "#more"),
}


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a press has kept: the draft's token and what is in it, and what couldn't be kept of its files."""

    token: str
    state: DraftState
    file_errors: tuple[str, ...] = ()

    @property
    def content(self) -> DraftContent:
        """What is in it."""
        return self.state.content


@require_safe
@once_open
def start_page(request: HttpRequest) -> HttpResponse:
    """Where every way into filing begins: the first step, unless something of somebody's lies on this device.

    Then that is asked first, and nothing of it is shown.
    """
    draft = held_draft(request, at=now())
    if draft.is_sent:
        return redirect("portal:receipt")
    if draft.is_begun:
        return render(request, "portal/filing/yours.html", {"draft": draft.view})
    return redirect("portal:file_step", "what")


@require_http_methods(["GET", "HEAD", "POST"])
@once_open
def step_page(request: HttpRequest, step: str) -> HttpResponse:
    """One step. `?wrong=1` shows what is still wrong with it, `?back=check` leads back to the last page."""
    shown = _step(step)
    draft = held_draft(request, at=now())
    if request.method == "POST":
        return _press(request, shown, draft)
    if draft.is_sent:
        return redirect("portal:receipt")
    choices = choices_for(shown.name, draft.content)
    state = draft.view.state if draft.view else DraftState()
    if "wrong" in request.GET:
        return _show(request, shown, state, shown.checked(draft.content, choices))
    response = _show(request, shown, state, shown.form(content=draft.content, choices=choices))
    if draft.is_lost:
        clear_draft_cookie(response)
    return response


@require_POST
@once_open
def keep_step(request: HttpRequest, step: str) -> HttpResponse:
    """Keeps what is being typed, called by the page itself. 204 and nothing to see.

    409: it isn't kept, as another window has changed the step or has sent the draft; the next press says so. 503: the
    browser has got a new token this very moment, the page tries again with it.
    """
    shown, draft = _step(step), held_draft(request, at=now())
    if draft.is_moved:
        return HttpResponse(status=503)
    seen, changes = page_seen(request, shown.name), shown.form.typed(request.POST)
    try:
        token = draft_save(token=draft.token, changes=changes, seen=seen, at=now())
    except DraftMoved:
        return HttpResponse(status=503)
    except (DraftChanged, DraftSent):
        return HttpResponse(status=409)
    response = HttpResponse(status=204)
    set_draft_cookie(request, response, token)
    return response


@require_POST
def categories_part(request: HttpRequest) -> HttpResponse:
    """The categories that fit what is typed right now, or else the story."""
    draft = held_draft(request, at=now())
    content = draft.content.with_changes(BY_NAME["kind"].form.typed(request.POST))
    form = BY_NAME["kind"].form(content=content, choices=Choices(categories=category_choices(content)))
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
        then = "portal:home" if request.POST.get("then") != "another" else "portal:file"
        # A receipt isn't a draft: starting over doesn't take it away.
        response = redirect("portal:file" if draft.is_sent else then)
        if not draft.is_sent:
            clear_draft_cookie(response)
        return response
    if not draft.is_begun:
        return redirect("portal:file")
    return render(request, "portal/filing/over.html", {"draft": draft.view})


def _step(name: str) -> FilingStep:
    if name not in BY_NAME:
        raise Http404
    return BY_NAME[name]


def _press(request: HttpRequest, step: FilingStep, draft: HeldDraft) -> HttpResponse:
    if draft.is_moved:
        return _once_more(request)
    try:
        kept = _keep(request, step, draft)
    except DraftSent:
        return _sent_meanwhile(request)
    except DraftMoved:
        return _once_more(request)
    except DraftChanged as refusal:
        return _both(request, step, draft, is_other=refusal.is_other)
    response = whole_page(request, step, _go_on(request, step, kept))
    set_draft_cookie(request, response, kept.token)
    return response


def _keep(request: HttpRequest, step: FilingStep, draft: HeldDraft) -> _Kept:
    changes = dict(step.form.typed(request.POST))
    pressed, token = request.POST.get("do", ""), draft.token
    if pressed in {"add", "add_speaker"}:
        changes = dict(step.form.with_another(changes))
    # The button of a page whose draft was cleared: what is typed there takes the place of the one begun since.
    if pressed == "replace":
        draft_discard(token=token, at=now())
        token = ""
    token = draft_save(token=token, changes=changes, seen=page_seen(request, step.name), at=now())
    # After the words: a file that is refused, or a disk that is full, costs no word.
    token, errors = _keep_files(request, token)
    if pressed.startswith("remove:"):
        token = draft_file_remove(token=token, file_id=_file_id(pressed), at=now())
    # Read again: what is judged and shown is what was kept, never what was sent.
    view = draft_read(token=token, at=now())
    return _Kept(token, view.state if view else DraftState(), tuple(errors))


def _both(request: HttpRequest, step: FilingStep, draft: HeldDraft, *, is_other: bool) -> HttpResponse:
    """The step was changed in another window: nothing is kept, both texts are shown, and the person chooses."""
    state = draft.view.state if draft.view else DraftState()
    changes = step.form.typed(request.POST)
    typed = (DraftContent() if is_other else state.content).with_changes(changes)
    form = step.form(content=typed, choices=choices_for(step.name, typed))
    found = conflict_of(step, state.content, changes, is_other=is_other)
    return _show(request, step, state, form, status=409, conflict=found)


def _once_more(request: HttpRequest) -> HttpResponse:
    return message_page(
        request,
        status=409,
        title=gettext("请再按一次"),
        sentence=gettext("这份草稿刚刚在另一个窗口里存过。您这一页写的都还在，还没有存上。"),
        posted=posted_of(request),
        resend_label=gettext("再存一次"),
        ways=(PageLink(gettext("看现在的草稿"), request.path),),
    )


def _sent_meanwhile(request: HttpRequest) -> HttpResponse:
    return message_page(
        request,
        status=409,
        title=gettext("这份诉求已经提交了"),
        sentence=gettext("您这一页新写的没有发出。请复制下来，用查询码打开事项后补充，或者另外提交一件。"),
        posted=posted_of(request),
        ways=(
            PageLink(gettext("看回执"), reverse("portal:receipt")),
            PageLink(gettext("查一件诉求"), reverse("portal:lookup")),
        ),
    )


def _keep_files(request: HttpRequest, token: str) -> tuple[str, list[str]]:
    """Each file by itself: one that is refused takes no other with it."""
    errors = []
    for name, content in uploads_of(request):
        try:
            token = draft_file_add(
                token=token, content=content, name=name, at=now(), network=wide_network_of(request)
            )
        except FileTrouble as error:
            errors.append(refused_text(name, error))
    return token, errors


def _file_id(pressed: str) -> UUID:
    file_id = parse_uuid(pressed.partition(":")[2])
    if file_id is None:
        raise Http404
    return file_id


def _go_on(request: HttpRequest, step: FilingStep, kept: _Kept) -> HttpResponse:
    pressed = request.POST.get("do", "next").partition(":")[0]
    # What was typed is kept by now; another language or type size judges nothing.
    if is_choosing(request):
        return redirect(_address(request, step))
    if kept.file_errors:
        # Who pressed something else hasn't said that the step is finished, so only the files are named.
        return _show_wrong(request, step, kept, only_files=pressed != "next")
    if pressed in _STAYS:
        name, part = _STAYS[pressed]
        return redirect(_address(request, BY_NAME[name]) + part)
    if pressed == "leave":
        return redirect("portal:file_kept")
    # Before the check: whoever goes back may leave a step unfinished.
    if pressed == "back":
        return redirect("portal:file_step", name_before(step))
    form = step.checked(kept.content)
    if not form.is_valid():
        return _show_wrong(request, step, kept, only_files=False)
    if questions := form.asks():
        return _ask_once(request, step, kept, form, questions)
    if form.is_accusing:
        mark_asked(token=kept.token, content=kept.content, at=now())
    return redirect(_following(request, step, kept.content))


def _following(request: HttpRequest, step: FilingStep, content: DraftContent) -> str:
    """Where the next page is; whoever accuses somebody after all is asked whom, if nobody was named.

    A story that was changed into an accusation on the way back to a later page is asked about before that.
    """
    back = _back(request)
    if back and step.name == "what" and is_accusing_unasked(content):
        return f"{reverse('portal:file_step', args=['kind'])}?back={back}"
    following = back or name_after(step, content)
    # Whoever comes back to say that several file it is asked what there is to ask of them.
    if back == CHECK and step.name in {"who", "together"} and name_after(step, content) != CHECK:
        following = name_after(step, content)
        if BY_NAME[following].form.is_right(content):
            following = CHECK
    if step.name == "kind" and is_unnamed_accusation(content):
        return f"{reverse('portal:file_step', args=['about'])}?back={following}"
    return reverse("portal:file_check") if following == CHECK else reverse("portal:file_step", args=[following])


def _ask_once(
    request: HttpRequest, step: FilingStep, kept: _Kept, form: StepForm, questions: PhoneQuestions
) -> HttpResponse:
    """The step again with a question; what it was asked about is kept, so that the same is taken the next time."""
    draft_save(token=kept.token, changes={"phone_asked": questions.asked}, at=now())
    for name, sentence in questions.sentences.items():
        form.add_error(name, sentence)
    return _show(request, step, kept.state, form, status=422)


def _show_wrong(request: HttpRequest, step: FilingStep, kept: _Kept, *, only_files: bool) -> HttpResponse:
    # A page from before files had a step of their own sends them as well.
    shown = BY_NAME["files"] if kept.file_errors and "files" not in step.form.base_fields else step
    form = shown.checked(kept.content)
    if only_files:
        form.errors.clear()
    for error in kept.file_errors:
        form.add_error("files", error)
    return _show(request, shown, kept.state, form, status=422)


def _show(
    request: HttpRequest,
    step: FilingStep,
    state: DraftState,
    form: StepForm,
    *,
    status: int = 200,
    conflict: StepConflict | None = None,
) -> HttpResponse:
    content = state.content if conflict is None or not conflict.is_other else DraftContent()
    context = {
        "page_field": _page_field(request, step, state, conflict),
        "conflict": conflict,
        "form": form,
        "step": step.position,
        "steps": count_of(content),
        "title": step.title,
        "files": file_lines(content.files),
        "units": form.choices.units,
        "may_add": form.may_add,
        "first": step.position == 1,
        "back_to_check": _back(request) == CHECK,
        "action": _address(request, step),
        "keep_url": reverse("portal:file_keep", args=[step.name]),
        "map": map_shown(position_typed(state.content.position)) if step.name == "where" else None,
        "nearby": nearby_of(content, at=now()) if step.name == "where" else (),
    }
    response = render(request, f"portal/filing/{step.name}.html", context, status=status)
    if step.name == "files":
        allow_recording(response)
    if step.name == "where" and settings.HUIYIN_MAP:
        allow_map(response, with_position=True)
    return response


def _page_field(request: HttpRequest, step: FilingStep, state: DraftState, conflict: StepConflict | None) -> str:
    """A page of another draft stays one: only the button that says so lets it take that draft's place."""
    if conflict and conflict.is_other:
        return request.POST.get(FIELD, "")
    # Of an empty form, for the names alone under which its fields stand in the draft.
    return page_field(state, step.form.typed(QueryDict()))


def _address(request: HttpRequest, step: FilingStep) -> str:
    """Where the step's form goes; without the fragment and the `wrong` of the page's own address."""
    back = _back(request)
    return reverse("portal:file_step", args=[step.name]) + (f"?back={back}" if back else "")


def _back(request: HttpRequest) -> str:
    """The step that this one leads to out of its turn: the last page mostly; "" for none."""
    given = request.GET.get("back", "")
    return given if given == CHECK or given in BY_NAME else ""
