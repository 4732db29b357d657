"""Registering for others: one screen, the keyboard alone, the same receipt and the same clock as the web."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.lacks import lack_lines
from huiyin.desk.matter.instruction.past import past_words
from huiyin.desk.register.access import demand_registrar
from huiyin.desk.register.drafts import as_initial, draft_asked, draft_lines, draft_shown
from huiyin.desk.register.forms import CHANNELS, RegisterForm
from huiyin.desk.register.instruction import LETTER, LETTER_KEPT, field_refused
from huiyin.desk.register.lists import Lists
from huiyin.desk.register.pictures import kept_lines
from huiyin.desk.register.receipts import receipt_forget, receipt_held, receipt_hold
from huiyin.desk.register.suggestions import Suggestions, suggestions_for
from huiyin.desk.register.uploads import Kept, files_keep, kept_of, letter_token
from huiyin.desk.register.walk_ins import initial_of, reception_day_asked
from huiyin.documents.letters import receipt_pdf
from huiyin.documents.qr import qr_svg
from huiyin.documents.rules.media_types import PDF
from huiyin.flows.hall_visit import accept_and_ask_units
from huiyin.flows.handing_on import HandingOn, accept_and_hand_on
from huiyin.flows.instructed_filing import instructed_register
from huiyin.flows.reception_visit import reception_walk_in_register
from huiyin.kernel.errors import BadInput
from huiyin.kernel.ids import format_matter_number, new_token
from huiyin.kernel.time import now
from huiyin.matters.core.errors import UnitBarred
from huiyin.matters.drafts.rules import DraftSeen, draft_seen
from huiyin.matters.receipt.errors import ReceiptUnknown
from huiyin.matters.receipt.selectors import receipt_view
from huiyin.matters.register.rules import Registration, checked
from huiyin.matters.register.selectors import RegisterDraftView
from huiyin.matters.register.services.drafts import KEPT_FOR, register_draft_sent
from huiyin.matters.register.services.register import Registered, matter_register
from huiyin.web.downloads import made_response
from huiyin.web.forms import row_id
from huiyin.web.paper import letter_language
from huiyin.web.refusals import sentence_of

# The button that hands the matter on as well; its value is the unit.
_HAND_TO = "hand_to"
_TOKEN_LENGTH = 43
_USE = "use_category"
# These buttons change the page without registering anything.
_LOOKING = ("look", _USE)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def register(request: DeskRequest) -> HttpResponse:
    """The empty form, the form with suggestions, the form with what has to be mended, or on to the receipt."""
    demand_registrar(request)
    lists = Lists(request.actor)
    if request.method == "POST":
        if any(name in request.POST for name in _LOOKING):
            return _look(request, lists)
        return _register(request, lists)
    channel = request.GET.get("channel", "")
    draft = draft_asked(request.GET.get("draft", ""), actor=request.actor)
    initial: dict[str, object] = {"token": new_token()}
    if channel in CHANNELS:
        initial["channel"] = channel
    if draft:
        initial |= as_initial(draft.typed)
    if reception := reception_day_asked(request.GET.get("day", ""), actor=request.actor, at=now()):
        initial |= initial_of(reception)
    form = RegisterForm(lists=lists, at=now(), initial=initial)
    response = _page(request, form, kept=Kept(()), letter=Kept(()), draft=draft)
    # With the next form the receipt before it is gone: its code stays on no shared screen.
    receipt_forget(response)
    return response


@require_POST
@desk_view
def suggest(request: DeskRequest) -> HttpResponse:
    """The suggestions alone, while somebody types. By POST: what a letter says doesn't belong in an address."""
    demand_registrar(request)
    found = suggestions_for(actor=request.actor, typed=_typed(request.POST), lists=Lists(request.actor), at=now())
    return render(request, "desk/register/_suggestions.html", {"suggestions": found, "is_alone": True})


@require_safe
@desk_view
def receipt(request: DeskRequest) -> HttpResponse:
    """The receipt to print, for a quarter of an hour."""
    shown = receipt_held(request, actor=request.actor, at=now())
    context: dict[str, object] = {"receipt": shown}
    if shown:
        context |= {"qr": qr_svg(shown.lookup_url), "print_number": format_matter_number(shown.view.number)}
    return render(request, "desk/register/receipt.html", context, status=200 if shown else 404)


@require_safe
@desk_view
@letter_language()
def receipt_download(request: DeskRequest) -> HttpResponse:
    """The receipt as PDF: that of the page it is asked from (`?number=`), never another person's."""
    shown = receipt_held(request, actor=request.actor, at=now())
    if shown is not None and request.GET.get("number", shown.view.number) != shown.view.number:
        messages.warning(
            request, _("在另一个窗口里又登记了一件，那张回执已经收起。下面是最近登记的一件，请核对编号。")
        )
        shown = None
    if shown is None:
        return HttpResponseRedirect(reverse("desk:receipt"))
    return made_response(receipt_pdf(shown.letter()), name=f"{shown.view.number}.pdf", media_type=PDF.name)


def _look(request: DeskRequest, lists: Lists) -> HttpResponse:
    """Everything as typed, with suggestions; nothing is judged yet."""
    at = now()
    typed = _typed(_with_token(request.POST))
    if _USE in typed:
        typed["category"] = typed[_USE]
    kept, letter = _keep_files(request, typed["token"])
    form = RegisterForm(lists=lists, at=at, initial=typed, has_letter=bool(letter.file_ids))
    found = suggestions_for(actor=request.actor, typed=typed, lists=lists, at=at)
    return _page(request, form, kept=kept, letter=letter, suggestions=found)


def _register(request: DeskRequest, lists: Lists) -> HttpResponse:
    at = now()
    data = _with_token(request.POST)
    # Before anything is judged: whatever has to be mended, no file has to be chosen again.
    kept, letter = _keep_files(request, str(data["token"]))
    form = RegisterForm(data, lists=lists, at=at, has_letter=bool(letter.file_ids))
    for field, files in (("files", kept), (LETTER, letter)):
        for refusal in files.refusals:
            form.add_error(field, refusal)
    done = _try(request, form, kept, letter) if form.is_valid() else None
    if done is None:
        found = suggestions_for(actor=request.actor, typed=_typed(request.POST), lists=lists, at=at)
        return _page(request, form, kept=kept, letter=letter, suggestions=found, status=422)
    if heard_along := form.cleaned_data.get("sitting"):
        _ask_along(request, done, heard_along, at)
    elif _HAND_TO in request.POST:
        _hand_on(request, done, at)
    response = HttpResponseRedirect(reverse("desk:receipt"))
    receipt_hold(
        response,
        actor=request.actor,
        matter_id=done.matter_id,
        token=form.cleaned_data["token"],
        secure=request.is_secure(),
    )
    return response


def _hand_on(request: DeskRequest, done: Registered, at: datetime) -> None:
    """Accept it and hand it to the unit on the button; what became of it stands below the receipt."""
    unit_id = row_id(request.POST[_HAND_TO])
    found = accept_and_hand_on(actor=request.actor, registered=done, unit_id=unit_id, at=at)
    (messages.warning if found.refusal else messages.success)(request, _handed_on(found))


def _ask_along(request: DeskRequest, done: Registered, unit_ids: list[int], at: datetime) -> None:
    """Accept it and ask the units that heard it along; what became of it stands below the receipt."""
    question = _("联合接访时一起听的，请就你单位的部分说明情况、提出意见。")
    found = accept_and_ask_units(actor=request.actor, registered=done, unit_ids=unit_ids, question=question, at=at)
    if found.refusal is None:
        messages.success(request, _("已登记、受理，并请%(units)s协办。") % {"units": _("、").join(found.units)})
    else:
        words = _("已登记。没有请一起听的单位协办：%(why)s")
        messages.warning(request, words % {"why": sentence_of(found.refusal)})


def _handed_on(found: HandingOn) -> str:
    """What was done after registering, and why the rest wasn't."""
    unit = found.unit or _("所选的单位")
    if found.refusal is None:
        return _("已登记、受理，并交给%(unit)s。") % {"unit": unit}
    given = {"unit": unit, "why": sentence_of(found.refusal)}
    if found.is_accepted:
        return _("已登记、受理。没有交给%(unit)s：%(why)s") % given
    return _("已登记。没有受理，也没有交给%(unit)s：%(why)s") % given


def _try(request: DeskRequest, form: RegisterForm, kept: Kept, letter: Kept) -> Registered | None:
    """Register, or put the refusal beside its field."""
    registration, seen = form.registration(file_ids=kept.file_ids), draft_seen(request.POST.get("draft", ""))
    try:
        with register_draft_sent(actor=request.actor, seen=seen):
            done = _registered(request, form, registration, letter)
        if done.is_new or _is_same(done, registration, form.at):
            return done
        # Somebody went back and wrote another matter over the first: it must not vanish behind the first receipt.
        form.data = _with_token(request.POST, new_token())
        words = _("这张表刚才已登记为 %(number)s，而内容有了变化。如果是另一件事，请再按一次“登记”。")
        form.add_error(None, words % {"number": format_matter_number(done.number)})
    except UnitBarred:
        words = _(
            "这是您本人、您所在的单位或领导它的人，您不能登记这件事。请信访人在网上提交，或到上一级信访部门反映。"
        )
        form.add_error("respondent", words)
    except BadInput as error:
        form.add_error(field_refused(error, form.fields), sentence_of(error))
    return None


def _registered(request: DeskRequest, form: RegisterForm, registration: Registration, letter: Kept) -> Registered:
    """Register, with what somebody above wants to be told, if anything."""
    register = partial(_register_one, request, form, registration)
    instruction = form.instruction()
    if instruction is None:
        return register()
    done = instructed_register(
        actor=request.actor, register=register, instruction=instruction, file_ids=letter.file_ids, at=form.at
    )
    if done.is_new and (late := past_words(instruction.due_on)):
        messages.warning(request, late)
    return done


def _register_one(request: DeskRequest, form: RegisterForm, registration: Registration) -> Registered:
    """Register, on the sheet of the reception day where somebody came to one."""
    identity, day_id = form.identity(), form.cleaned_data["day"]
    if day_id:
        return reception_walk_in_register(
            actor=request.actor, day_id=day_id, registration=registration, identity=identity, at=form.at
        )
    return matter_register(actor=request.actor, registration=registration, identity=identity, at=form.at)


def _is_same(done: Registered, registration: Registration, at: datetime) -> bool:
    try:
        known = receipt_view(matter_id=done.matter_id, token=registration.token, at=at)
    except ReceiptUnknown:  # another code was issued since: this receipt is no more
        return False
    # As the service has tidied the first one; else equal words would differ.
    given = checked(registration)
    return (known.text, known.title, known.requests) == (given.text, given.title, given.requests)


def _with_token(post: QueryDict, token: str = "") -> QueryDict:
    """What was sent, with a token that can be one."""
    if not token and len(post.get("token", "")) == _TOKEN_LENGTH:
        return post
    data = post.copy()
    data["token"] = token or new_token()
    if token:
        # Another matter: the draft went with the first.
        data["draft"] = ""
    return data


def _keep_files(request: DeskRequest, token: str) -> tuple[Kept, Kept]:
    """Those of the matter, and those of the letter that came with it from above."""
    return (
        _kept_of(request, "files", "kept", token),
        _kept_of(request, LETTER, LETTER_KEPT, letter_token(token)),
    )


def _kept_of(request: DeskRequest, picker: str, kept: str, token: str) -> Kept:
    before = kept_of(request.POST.get(kept, ""), token=token)
    return files_keep(files=request.FILES.getlist(picker), before=before, at=now())


def _typed(post: QueryDict) -> dict[str, str]:
    return {name: str(post[name]) for name in post}


def _page(
    request: DeskRequest,
    form: RegisterForm,
    *,
    kept: Kept,
    letter: Kept,
    suggestions: Suggestions | None = None,
    draft: RegisterDraftView | None = None,
    status: int = 200,
) -> HttpResponse:
    token = str(form["token"].value() or "")
    if draft:
        seen, saved_at = DraftSeen(new_token(), draft.version, draft.id), draft.saved_at
    else:
        # A page that comes back goes on with the draft that it has.
        sent = form.data if form.is_bound else request.POST
        seen, saved_at = draft_seen(str(sent.get("draft", ""))), None
    context: Mapping[str, object] = {
        "lacks": lack_lines(),
        "form": form,
        "lists": form.lists,
        "kept": kept_lines(kept.views(), actor=request.actor),
        "kept_sealed": kept.sealed(token=token),
        "letter": kept_lines(letter.views(), actor=request.actor),
        "letter_sealed": letter.sealed(token=letter_token(token)),
        "refusals": () if form.is_bound else (*kept.refusals, *letter.refusals),
        "reception": reception_day_asked(str(form["day"].value() or ""), actor=request.actor, at=form.at),
        "suggestions": suggestions or Suggestions(),
        "draft": draft_shown(seen if seen.page else DraftSeen(new_token()), saved_at),
        "draft_days": KEPT_FOR.days,
        "draft_lines": draft_lines(request.actor, but=seen.id) if request.method != "POST" else (),
    }
    return render(request, "desk/register/page.html", context, status=status)
