"""A matter's page and the moves on it: one view shows, one goes through the door that the form names."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.drafts.keeping import keep_files, keep_typed
from huiyin.desk.matter.bar import Surroundings, address_of, bar_for, move_shown
from huiyin.desk.matter.choices import choices_for
from huiyin.desk.matter.done import done_sentence
from huiyin.desk.matter.forms import MoveForm
from huiyin.desk.matter.handover.sheet import unit_sheet_of
from huiyin.desk.matter.identity.forms import OpenIdentityForm
from huiyin.desk.matter.instruction.forms import instructions_on
from huiyin.desk.matter.joint.forms import JointShown, joint_shown
from huiyin.desk.matter.procedure.sheet import procedure_sheet_of
from huiyin.desk.matter.receipt.forms import ReissueForm
from huiyin.desk.matter.registry import FORMS
from huiyin.desk.matter.seal.forms import OpenSealForm, UnsealForm
from huiyin.desk.matter.seal.sheet import sealed_sheet_of
from huiyin.desk.matter.sheet import identity_rows, sheet_of
from huiyin.desk.matter.sponsor.sheet import carried_through
from huiyin.desk.matter.supervision.forms import demands_on
from huiyin.desk.matter.unit_field import unit_options as options_for
from huiyin.desk.news.asked import matter_news_address
from huiyin.desk.register.receipts import receipt_hold
from huiyin.desk.text_modules.offering import insert_text
from huiyin.desk.work.places import list_place, place_query
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, NotAllowed, NotThere
from huiyin.kernel.ids import format_matter_number, parse_matter_number
from huiyin.kernel.time import now
from huiyin.matters.core.errors import MatterNotFound, MoveNotOpen
from huiyin.matters.core.rules.labels import ACTION_LABELS
from huiyin.matters.core.selectors.gate import matter_ids_visible
from huiyin.matters.core.selectors.page import matter_page_for
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.drafts.selectors import move_drafts_on
from huiyin.matters.drafts.services.keeping import move_draft_sent
from huiyin.matters.messages.services.read import matter_mark_read
from huiyin.matters.reading.selectors import ReadingView, RemarkView
from huiyin.matters.seal.services import SealedMatter
from huiyin.reception.selectors.received import ReceivedView
from huiyin.tasks.selectors.giving import giving_units
from huiyin.vault.services import IdentityDraft
from huiyin.web.htmx import is_partial
from huiyin.web.maps import allow_map, map_shown
from huiyin.web.reader_choices import SHOW_AGAIN, is_choosing
from huiyin.web.refusals import sentence_of, status_of, title_of
from huiyin.web.resend import Posted


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows besides the matter: a form that came back, a refusal, texts to copy, who filed."""

    opened: str = ""
    bound: MoveForm | None = None
    refusal: HuiyinError | None = None
    typed: tuple[str, ...] = ()
    identity: IdentityDraft | None = None
    sealed: SealedMatter | None = None
    joint: JointShown | None = None
    status: int = 200


@require_safe
@desk_view
def matter(request: DeskRequest, number: str) -> HttpResponse:
    """The whole matter; `?move=` opens the form of a move. Raises MatterNotFound.

    Whoever works on it has read by that what the petitioner wrote; this one page still says that it is new.
    """
    at = now()
    page = page_of(request, number, at=at)
    # By HEAD somebody only asks whether the page is there, and has read nothing.
    if page.unread_at and request.method == "GET":
        matter_mark_read(actor=request.actor, matter_id=page.id, unread_at=page.unread_at, at=at)
    return _page(request, page, Shown(opened=request.GET.get("move", "")))


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def move(request: DeskRequest, number: str, code: str) -> HttpResponse:
    """Make a move. What can't be made comes back on the fresh page with everything typed still in its form.

    Asked for and not sent, it is the form alone for HTMX, for everybody else the page with the form open.
    Raises MatterNotFound, NotThere for a move that has no form.
    """
    at = now()
    if code not in FORMS:
        raise NotThere
    page = page_of(request, number, at=at)
    if request.method != "POST":
        return _form_alone(request, page, code)
    form = _form(request, page, code)
    if SHOW_AGAIN in request.POST and page.can(code):
        insert_text(form, request.actor, request.POST[SHOW_AGAIN])
        return _page(request, page, Shown(bound=form))
    try:
        _take_files(request, page, form, at)
    except (Conflict, NotAllowed) as error:
        return _refused(request, form, error, at)
    if not form.is_valid():
        # A form of a page that is long gone: that the move isn't open says more than a field that misses.
        return _say_closed(request, page, form) if not page.can(code) else _came_back(request, page, form)
    try:
        _execute(request, page, form, at)
    except BadInput as error:
        form.refuse(error)
        return _came_back(request, page, form)
    except (Conflict, NotAllowed) as error:
        return _refused(request, form, error, at)
    return _made(request, page, form, at)


def _take_files(request: DeskRequest, page: MatterView, form: MoveForm, at: datetime) -> None:
    """Put the files that came along into the draft first: a form that comes back then has them already.

    Raises what `keep_typed` raises.
    """
    if "files" not in form.fields or not request.FILES.getlist("files") or is_choosing(request):
        return
    kept = keep_typed(request, type(form), number=page.number, at=at)
    form.rewrite("draft", kept.as_text())
    for trouble in keep_files(request, type(form), kept, at=at):
        form.add_error("files", trouble)


def _execute(request: DeskRequest, page: MatterView, form: MoveForm, at: datetime) -> None:
    """Make the move, and with it end the draft that the page showed."""
    if not form.is_kept:
        form.execute(actor=request.actor, at=at)
        return
    with move_draft_sent(actor=request.actor, matter_id=page.id, action=form.action, seen=form.draft_seen):
        form.execute(actor=request.actor, at=at)


def _made(request: DeskRequest, page: MatterView, form: MoveForm, at: datetime) -> HttpResponse:
    """What a move that was made shows once, or the page as it is now."""
    # Answered at once and not by a redirect: no address may show it a second time.
    if isinstance(form, (OpenIdentityForm, UnsealForm)):
        # Read anew, so that the opening already stands on the page.
        return _page(request, page_of(request, page.number, at=at), Shown(identity=form.identity))
    if isinstance(form, ReissueForm):
        return _reissued(request, page, form, at)
    if isinstance(form, OpenSealForm):
        return _page(request, page_of(request, page.number, at=at), Shown(sealed=form.found))
    if shown := joint_shown(form, page):
        return _page(request, page_of(request, page.number, at=at), Shown(joint=shown))
    return _done(request, page, form)


def _reissued(request: DeskRequest, page: MatterView, form: ReissueForm, at: datetime) -> HttpResponse:
    """Who filed it, with the second step open; or the receipt with the new code, as after registering."""
    if form.issued is None:
        fresh = page_of(request, page.number, at=at)
        return _page(request, fresh, Shown(opened=form.action, identity=form.identity))
    response = HttpResponseRedirect(reverse("desk:receipt"))
    receipt_hold(
        response, actor=request.actor, matter_id=page.id, token=form.secret, secure=request.is_secure(),
        is_reissued=True,
    )  # fmt: skip
    return response


@require_safe
@desk_view
def unit_options(request: DeskRequest) -> HttpResponse:
    """The units that fit what is typed in a form's line, as choices below it."""
    name = request.GET.get("field", "unit")
    context = {
        "widget": {
            "name": name,
            "options": options_for(text=request.GET.get(f"{name}_text", "")),
            "chosen": "",
            "attrs": {"id": request.GET.get("base", name)},
        },
        "is_searched": True,
    }
    return render(request, "desk/matter/_unit_options.html", context)


def page_of(request: DeskRequest, number: str, *, at: datetime) -> MatterView:
    """The matter of an address, through the gate. Raises MatterNotFound."""
    parsed = parse_matter_number(number)
    if parsed is None:
        raise MatterNotFound
    return matter_page_for(actor=request.actor, number=parsed, at=at)


def _form_alone(request: DeskRequest, page: MatterView, code: str) -> HttpResponse:
    """The form for the page of version `seen`, or word that the matter has changed since or the move has closed."""
    place = place_query(request.GET, request.actor, at=now())
    if not is_partial(request):
        return HttpResponseRedirect(address_of(page, code, place))
    drafts = move_drafts_on(actor=request.actor, matter_id=page.id) if FORMS[code].keeps_draft else ()
    shown = move_shown(page=page, actor=request.actor, code=code, around=Surroundings(place, drafts))
    is_current = request.GET.get("seen", "") == str(page.version)
    context = {"move": shown if is_current else None, "page_address": address_of(page, code, place)}
    response = render(request, "desk/matter/_form_alone.html", context)
    patch_vary_headers(response, ("HX-Request",))
    return response


def _form(request: DeskRequest, page: MatterView, code: str, *, files: bool = True) -> MoveForm:
    kind = FORMS[code]
    choices = choices_for(page=page, actor=request.actor, actions={kind.action})
    return kind(page=page, choices=choices, data=request.POST, files=request.FILES if files else None)


def _came_back(request: DeskRequest, page: MatterView, form: MoveForm) -> HttpResponse:
    return _page(request, page, Shown(bound=form, status=422))


def _say_closed(request: DeskRequest, page: MatterView, form: MoveForm) -> HttpResponse:
    error = MoveNotOpen(state=page.state_label, action=_(ACTION_LABELS[form.action]))
    return _page(request, page, Shown(refusal=error, typed=form.typed(), status=status_of(error)))


def _refused(request: DeskRequest, form: MoveForm, error: HuiyinError, at: datetime) -> HttpResponse:
    """The page as it is now; the form stands on it with its text if the move is still open, else the text alone."""
    fresh = page_of(request, form.page.number, at=at)
    status = status_of(error)
    # What isn't theirs would be refused once more: the text is there only to be copied.
    if not fresh.can(form.action) or isinstance(error, NotAllowed):
        return _page(request, fresh, Shown(refusal=error, typed=form.typed(), status=status))
    again = _form(request, fresh, form.action, files=False)
    # The form's data and not the request's: the id of a file that is stored by now may stand in it.
    again.data = form.data
    again.renew()
    return _page(request, fresh, Shown(bound=again, refusal=error, status=status))


def _done(request: DeskRequest, page: MatterView, form: MoveForm) -> HttpResponse:
    """Back to the page; when the matter is now somebody else's, on to the next of the list, or to the start page."""
    done, at = done_sentence(page, form), now()
    if matter_ids_visible(actor=request.actor, matter_ids=[page.id]):
        messages.success(request, done)
        place = place_query(request.GET, request.actor, at=at)
        return HttpResponseRedirect(reverse("desk:matter", args=[page.number]) + (f"?{place}" if place else ""))
    sentence = _("%(done)s这件事项（%(number)s）不再由您的单位办理。")
    sentence %= {"done": done, "number": format_matter_number(page.number)}
    listed = list_place(request.GET, request.actor, at=at)
    if listed and listed.behind:
        messages.success(
            request, _("%(sentence)s下面是“%(label)s”里的下一件。") % {"sentence": sentence, "label": listed.label}
        )
        return HttpResponseRedirect(listed.behind)
    messages.success(request, sentence)
    return HttpResponseRedirect(listed.address if listed else reverse("desk:home"))


def _page(request: DeskRequest, page: MatterView, shown: Shown) -> HttpResponse:
    refusal = shown.refusal
    listed = list_place(request.GET, request.actor, at=now())
    drafts = move_drafts_on(actor=request.actor, matter_id=page.id)
    around = Surroundings(listed.query if listed else "", drafts)
    bar = bar_for(page=page, actor=request.actor, opened=shown.opened, bound=shown.bound, around=around)
    context = {
        "listed": listed,
        "page": page,
        "news_address": matter_news_address(page),
        "sheet": sheet_of(page),
        "units": unit_sheet_of(page),
        "procedure": procedure_sheet_of(page),
        "supervisions": demands_on(page),
        "instructions": instructions_on(page),
        "readings": page.rows_of(ReadingView),
        "remarks": page.rows_of(RemarkView),
        "received": page.rows_of(ReceivedView),
        "carried": carried_through(page),
        "bar": bar,
        "may_give_task": bool(giving_units(request.actor)),
        "refusal_title": title_of(refusal) if refusal else "",
        "refusal": sentence_of(refusal) if refusal else "",
        # No address and no fields, hence no button: sending it again wouldn't help.
        "posted": Posted(action="", fields=(), texts=shown.typed, files=()) if shown.typed else None,
        "identity": identity_rows(shown.identity) if shown.identity else (),
        "sealed": sealed_sheet_of(page, shown.sealed) if shown.sealed else None,
        "joint_shown": shown.joint,
        "print_number": format_matter_number(page.number),
        "map": map_shown(page.position) if page.position else None,
    }
    response = render(request, "desk/matter/page.html", context, status=shown.status)
    if context["map"]:
        allow_map(response)
    return response
