"""An officer's own drafts: a form keeps its text here by itself, the list leads back to it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.desk.access import DeskRequest, count_navigation, desk_view
from huiyin.desk.drafts.forms import ColleagueForm
from huiyin.desk.drafts.keeping import keep_files, keep_typed
from huiyin.desk.drafts.registration import draft_line
from huiyin.desk.matter.bar import address_of
from huiyin.desk.matter.choices import choices_for
from huiyin.desk.matter.drafts import closed_draft, draft_for, draft_shown
from huiyin.desk.matter.forms import MoveForm
from huiyin.desk.matter.reasons import blocked_on_page
from huiyin.desk.matter.registry import FORMS
from huiyin.desk.work.places import place_query
from huiyin.documents.errors import FileMissing
from huiyin.documents.selectors import download_headers, file_view
from huiyin.documents.services import file_open
from huiyin.kernel.errors import HuiyinError, NotThere
from huiyin.kernel.ids import parse_matter_number
from huiyin.kernel.time import now
from huiyin.matters.core.errors import MatterNotFound
from huiyin.matters.core.rules.labels import ACTION_LABELS
from huiyin.matters.core.rules.states import State
from huiyin.matters.core.selectors.page import matter_page_for
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.drafts.rules import draft_seen
from huiyin.matters.drafts.selectors import (
    MoveDraftView,
    draft_colleagues,
    move_draft_of,
    move_draft_rows,
    move_drafts_on,
)
from huiyin.matters.drafts.services.handing import move_draft_hand, move_draft_hand_back, move_draft_take_back
from huiyin.matters.drafts.services.keeping import move_draft_clear
from huiyin.matters.moves import MOVES
from huiyin.web.downloads import file_response
from huiyin.web.pages import PageLink, message_page
from huiyin.web.refusals import sentence_of, status_of, title_of
from huiyin.web.resend import Posted
from huiyin.web.small_pictures import small_picture_response

# So many are listed: more than anybody has open.
_LISTED = 100


@require_safe
@desk_view
def drafts(request: DeskRequest) -> HttpResponse:
    """All of the reader's own, the last saved first."""
    count_navigation(request)
    rows = [draft_line(row) for row in move_draft_rows(actor=request.actor, limit=_LISTED)]
    return render(request, "desk/drafts/page.html", {"rows": rows})


@require_safe
@desk_view
def draft(request: DeskRequest, draft_id: UUID) -> HttpResponse:
    """Where a draft goes on: in the form of its move, or as text where that has closed. Raises MoveDraftNotFound."""
    number, found = move_draft_of(actor=request.actor, draft_id=draft_id)
    page = matter_page_for(actor=request.actor, number=number, at=now())
    code = found.action.value
    if code in FORMS and _is_in_form(request, page, found):
        return HttpResponseRedirect(address_of(page, code, _place(request)))
    if _goes_on_here(page, found):
        return _form_page(request, page, found)
    return render(request, "desk/drafts/draft.html", {"page": page, "draft": closed_draft(number, found)})


def _goes_on_here(page: MatterView, found: MoveDraftView) -> bool:
    """Whether it was handed to the reader, who can't make its move, and somebody still can."""
    is_open = (State(page.state), found.action) in MOVES
    return bool(found.author) and found.is_readable and is_open and found.action.value in FORMS


def _form_page(request: DeskRequest, page: MatterView, found: MoveDraftView) -> HttpResponse:
    kind = FORMS[found.action.value]
    choices = choices_for(page=page, actor=request.actor, actions={kind.action})
    form = kind(page=page, choices=choices, kept=found)
    context = {
        "page": page,
        "form": form,
        "label": _(ACTION_LABELS[found.action]),
        "draft": draft_shown(page, form, (found,)),
    }
    return render(request, "desk/drafts/form.html", context)


def _is_in_form(request: DeskRequest, page: MatterView, found: MoveDraftView) -> bool:
    """Whether the form of its move is open on the matter's page and shows this draft."""
    known = move_drafts_on(actor=request.actor, matter_id=page.id)
    kind = FORMS[found.action.value]
    is_open = page.can(kind.action) and not blocked_on_page(page, request.actor, kind.action)
    return is_open and draft_for(kind, known) == found


@require_safe
@desk_view
def draft_file(request: DeskRequest, draft_id: UUID, file_id: UUID) -> HttpResponseBase:
    """A file of a draft, for its owner. Raises MoveDraftNotFound, FileMissing."""
    _demand_own_file(request, draft_id, file_id)
    return file_response(file_open(file_id=file_id), download_headers(file_view(file_id=file_id)))


@require_safe
@desk_view
def draft_small(request: DeskRequest, draft_id: UUID, file_id: UUID) -> HttpResponse:
    """The small picture of a photo of a draft, for its owner. Raises MoveDraftNotFound, FileMissing."""
    _demand_own_file(request, draft_id, file_id)
    return small_picture_response(file_id)


def _demand_own_file(request: DeskRequest, draft_id: UUID, file_id: UUID) -> None:
    _number, found = move_draft_of(actor=request.actor, draft_id=draft_id)
    # Only among the files of this draft: the id of another one's file opens nothing here.
    if file_id not in {file.id for file in found.files}:
        raise FileMissing


@require_POST
@desk_view
def clear(request: DeskRequest, draft_id: UUID) -> HttpResponse:
    """Throw a draft away. Raises MoveDraftNotFound."""
    number, _found = move_draft_of(actor=request.actor, draft_id=draft_id)
    move_draft_clear(actor=request.actor, draft_id=draft_id)
    messages.success(request, _("草稿已清空。"))
    return HttpResponseRedirect(reverse("desk:matter", args=[number]))


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def hand(request: DeskRequest, draft_id: UUID) -> HttpResponse:
    """Give a draft to a colleague, or back to whoever began it.

    Raises MoveDraftNotFound, DraftHandNotAllowed, DraftReturnConflict.
    """
    number, found = move_draft_of(actor=request.actor, draft_id=draft_id)
    page = matter_page_for(actor=request.actor, number=number, at=now())
    if found.author:
        return _hand_back(request, page, found)
    colleagues = draft_colleagues(actor=request.actor, matter_id=page.id, unit_id=page.lead_unit_id)
    form = ColleagueForm(colleagues, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {
            "page": page,
            "form": form,
            "draft": closed_draft(number, found),
            "has_colleagues": bool(colleagues),
        }
        return render(request, "desk/drafts/hand.html", context, status=422 if form.errors else 200)
    move_draft_hand(actor=request.actor, draft_id=draft_id, officer_id=form.cleaned_data["officer"], at=now())
    messages.success(request, _("草稿已交给 %(name)s。") % {"name": form.chosen_name})
    return HttpResponseRedirect(reverse("desk:matter", args=[number]))


@require_POST
@desk_view
def take_back(request: DeskRequest, draft_id: UUID) -> HttpResponse:
    """Take one's own draft back from a colleague. Raises MoveDraftNotFound."""
    number = move_draft_take_back(actor=request.actor, draft_id=draft_id, at=now())
    messages.success(request, _("草稿已取回。"))
    return HttpResponseRedirect(reverse("desk:matter", args=[number]))


def _hand_back(request: DeskRequest, page: MatterView, found: MoveDraftView) -> HttpResponse:
    if request.method != "POST":
        context = {"page": page, "form": None, "draft": closed_draft(page.number, found)}
        return render(request, "desk/drafts/hand.html", context)
    move_draft_hand_back(actor=request.actor, draft_id=found.id, at=now())
    messages.success(request, _("草稿已交还给 %(name)s。") % {"name": found.author})
    return HttpResponseRedirect(reverse("desk:matter", args=[page.number]))


@require_POST
@desk_view
def keep(request: DeskRequest, number: str, code: str) -> HttpResponse:
    """Keep what stands in a move's form. A page that asks by itself is answered in JSON, a press with the page.

    Raises NotThere, MatterNotFound, MoveDraftTooLong, MoveDraftNotKept.
    """
    at, kind = now(), _form_of(code)
    try:
        kept = keep_typed(request, kind, number=_number_of(number), at=at)
    except HuiyinError as refusal:
        return _not_kept(request, number, code, refusal)
    if _asks_by_itself(request):
        return JsonResponse({"draft": kept.as_text()})
    for trouble in keep_files(request, kind, kept, at=at):
        messages.error(request, trouble)
    if "hand" in request.POST and kept.id is not None:
        return HttpResponseRedirect(reverse("desk:draft_hand", args=[kept.id]))
    messages.success(request, _("草稿已保存。"))
    # Whoever can't make the move goes on where the draft was shown.
    return HttpResponseRedirect(_along(reverse("desk:draft", args=[kept.id]), _place(request)))


@require_POST
@desk_view
def clear_of_move(request: DeskRequest, number: str, code: str) -> HttpResponse:
    """Throw away the draft that a form shows. Raises NotThere."""
    _form_of(code)
    seen = draft_seen(request.POST.get("draft", ""))
    if seen.id is not None:
        move_draft_clear(actor=request.actor, draft_id=seen.id)
    messages.success(request, _("草稿已清空。"))
    return HttpResponseRedirect(_back(request, number, code))


def _not_kept(request: DeskRequest, number: str, code: str, refusal: HuiyinError) -> HttpResponse:
    if _asks_by_itself(request):
        return JsonResponse({"sentence": sentence_of(refusal)}, status=status_of(refusal))
    texts = tuple(value for _name, value in _form_of(code).typed_in(request.POST) if value.strip())
    return message_page(
        request,
        status=status_of(refusal),
        title=title_of(refusal),
        sentence=sentence_of(refusal),
        ways=(PageLink(_("看现在的草稿"), _back(request, number, code)),),
        posted=Posted(action="", fields=(), texts=texts, files=()),
    )


def _asks_by_itself(request: DeskRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _form_of(code: str) -> type[MoveForm]:
    if code not in FORMS or not FORMS[code].keeps_draft:
        raise NotThere
    return FORMS[code]


def _number_of(number: str) -> str:
    parsed = parse_matter_number(number)
    if parsed is None:
        raise MatterNotFound
    return parsed


def _back(request: DeskRequest, number: str, code: str) -> str:
    """The matter's page with the form open, as part of the list that it was opened from."""
    place = _place(request)
    return f"{reverse('desk:matter', args=[number])}?move={code}{f'&{place}' if place else ''}#move-{code}"


def _place(request: DeskRequest) -> str:
    return place_query(request.GET, request.actor, at=now())


def _along(address: str, place: str) -> str:
    return f"{address}?{place}" if place else address
