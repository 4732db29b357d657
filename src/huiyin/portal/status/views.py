"""The page of one matter and everything its petitioner can do there. Each view makes one domain call."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.documents.letters import reply_pdf
from huiyin.documents.rules.media_types import PDF
from huiyin.documents.selectors import download_headers, file_view
from huiyin.documents.services import file_open
from huiyin.flows.reply_letter import reply_letter
from huiyin.flows.sealing import matter_file_store
from huiyin.kernel.actor import petitioner
from huiyin.kernel.ids import format_matter_number
from huiyin.kernel.time import now
from huiyin.matters.core.rules.states import Action, Grade
from huiyin.matters.core.selectors.page import matter_page_of_petitioner
from huiyin.matters.core.selectors.views import MatterView, ReplyView
from huiyin.matters.messages.errors import MessageRepeated
from huiyin.matters.messages.services.petitioner import petitioner_question, petitioner_write
from huiyin.matters.messages.services.work import attachment_add
from huiyin.matters.rating.services import matter_rate
from huiyin.matters.withdrawal.services import matter_withdraw
from huiyin.portal.status.forms import FilesForm, MessageForm, RateForm, ReceivedForm
from huiyin.portal.status.letter import letter_of, public_attachment
from huiyin.portal.status.progress import stages_of
from huiyin.portal.status.unsatisfied import unsatisfied_lines
from huiyin.portal.uploads import FileTrouble, refused_text, uploads_of
from huiyin.portal.visits import VISIT, revoke_access, visitors_only
from huiyin.web.addresses import wide_network_of
from huiyin.web.downloads import file_response, made_response
from huiyin.web.forms import PlainForm
from huiyin.web.paper import letter_language
from huiyin.web.reader_choices import is_choosing
from huiyin.web.refusals import sentence_of
from huiyin.web.small_pictures import small_picture_response


@require_safe
@visitors_only
def status_page(request: HttpRequest, *, matter_id: UUID) -> HttpResponse:
    """The letter."""
    return show_status(request, matter_id)


@require_POST
@visitors_only
def message_send(request: HttpRequest, *, matter_id: UUID) -> HttpResponse:
    """Add to the matter or answer a question."""
    # The page has several forms, and an id may stand in it once.
    form = MessageForm(request.POST, auto_id="message_%s")
    if not form.is_valid():
        return show_status(request, matter_id, message_form=form)
    wants_answer = form.cleaned_data["wants_answer"]
    send = petitioner_question if wants_answer else petitioner_write
    try:
        send(actor=petitioner(matter_id), matter_id=matter_id, body=form.cleaned_data["body"], at=now())
    # Pressed twice: it has arrived, so this is no error to the reader.
    except MessageRepeated as error:
        messages.info(request, sentence_of(error))
        return redirect("portal:status")
    if wants_answer:
        messages.success(request, gettext("提问已经送到，回答会放在“来往消息”里。"))
    else:
        messages.success(request, gettext("已经送到办理的单位。"))
    return redirect("portal:status")


@require_POST
@visitors_only
def files_add(request: HttpRequest, *, matter_id: UUID) -> HttpResponse:
    """Add files, each by itself: one that is refused takes no other with it."""
    form = FilesForm(request.POST, auto_id="more_%s")
    uploads = () if is_choosing(request) else uploads_of(request)
    if not uploads and not is_choosing(request):
        form.add_error("files", gettext("请先选择文件，再按“上传”。"))
    actor, at = petitioner(matter_id), now()
    for name, content in uploads:
        try:
            file_id = matter_file_store(
                actor=actor, matter_id=matter_id, content=content, name=name, at=at, network=wide_network_of(request)
            )
            attachment_add(actor=actor, matter_id=matter_id, file_id=file_id, at=at)
        except FileTrouble as error:
            form.add_error("files", refused_text(name, error))
    if form.errors or is_choosing(request):
        return show_status(request, matter_id, files_form=form)
    messages.success(request, gettext("文件已经收下。"))
    return redirect("portal:status")


@require_safe
@visitors_only
def file_download(request: HttpRequest, *, matter_id: UUID, attachment_id: UUID) -> HttpResponseBase:
    """A file of this matter that is meant for the petitioner; anything else isn't there."""
    # By way of the matter's page: an id alone opens no file, nor one of another matter.
    found = public_attachment(matter_page_of_petitioner(matter_id=matter_id, at=now()), attachment_id)
    return _answer(found.file_id if found else None)


@require_safe
@visitors_only
def picture_show(request: HttpRequest, *, matter_id: UUID, attachment_id: UUID) -> HttpResponseBase:
    """The JPEG of a photo that is meant for the petitioner; anything else isn't there."""
    found = public_attachment(matter_page_of_petitioner(matter_id=matter_id, at=now()), attachment_id)
    return _answer(found.picture_id if found else None)


@require_safe
@visitors_only
def small_show(request: HttpRequest, *, matter_id: UUID, attachment_id: UUID) -> HttpResponse:
    """The small picture of a photo that is meant for the petitioner; anything else isn't there."""
    found = public_attachment(matter_page_of_petitioner(matter_id=matter_id, at=now()), attachment_id)
    if found is None:
        raise Http404
    return small_picture_response(found.file_id)


def _answer(file_id: UUID | None) -> HttpResponseBase:
    if file_id is None:
        raise Http404
    view = file_view(file_id=file_id)
    return file_response(file_open(file_id=file_id), download_headers(view))


@require_safe
@visitors_only
def reply_page(request: HttpRequest, *, matter_id: UUID) -> HttpResponse:
    """The reply as a page of its own, fit to be printed."""
    matter, reply = _served(matter_id)
    context = {
        "matter": matter,
        "reply": reply,
        "files": letter_of(matter).reply_files,
        "letter": reply_letter(matter=matter, reply=reply),
        "print_number": format_matter_number(matter.number),
    }
    return render(request, "portal/status/reply.html", context)


@require_safe
@visitors_only
# Inside `visitors_only`: who is asked for the code again reads that in their own language.
@letter_language()
def reply_download(request: HttpRequest, *, matter_id: UUID) -> HttpResponse:
    """The reply as PDF."""
    matter, reply = _served(matter_id)
    content = reply_pdf(reply_letter(matter=matter, reply=reply))
    return made_response(content, name=f"{matter.number}-reply.pdf", media_type=PDF.name)


@require_POST
@visitors_only
def rate(request: HttpRequest, *, matter_id: UUID) -> HttpResponse:
    """Rate the receiving office and the unit that answered. Who isn't satisfied is led on to the review."""
    form = RateForm(request.POST, auto_id="rate_%s")
    if not form.is_valid():
        return show_status(request, matter_id, rate_form=form)
    matter_rate(actor=petitioner(matter_id), matter_id=matter_id, at=now(), **form.cleaned_data)
    shown = matter_page_of_petitioner(matter_id=matter_id, at=now())
    if form.cleaned_data["of_unit"] == Grade.DISSATISFIED and shown.can(Action.ASK_REVIEW):
        messages.success(request, gettext("评价已经记下。您不满意，可以在这里申请复查；不申请，回到我的事项就行。"))
        return redirect("portal:status_review")
    messages.success(request, gettext("评价已经记下，谢谢您。"))
    return redirect("portal:status")


@require_http_methods(["GET", "HEAD", "POST"])
@visitors_only
def withdraw_page(request: HttpRequest, *, matter_id: UUID) -> HttpResponse:
    """Withdraw: says plainly what that means, then does it."""
    if request.method == "POST":
        matter_withdraw(actor=petitioner(matter_id), matter_id=matter_id, at=now())
        messages.success(request, gettext("已经撤回。"))
        return redirect("portal:status")
    letter = letter_of(matter_page_of_petitioner(matter_id=matter_id, at=now()))
    return render(request, "portal/status/withdraw.html", {"letter": letter})


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Forget the matter on this device."""
    messages.success(request, gettext("已经离开。这台设备不再记得您的事项。"))
    response = redirect("portal:home")
    # Also without a valid pass: whoever leaves isn't asked for the code first.
    VISIT.end(request)
    revoke_access(response)
    return response


def _served(matter_id: UUID) -> tuple[MatterView, ReplyView]:
    matter = matter_page_of_petitioner(matter_id=matter_id, at=now())
    if matter.reply is None:
        raise Http404
    return matter, matter.reply


def show_status(
    request: HttpRequest,
    matter_id: UUID,
    *,
    message_form: MessageForm | None = None,
    files_form: FilesForm | None = None,
    rate_form: RateForm | None = None,
    received_form: ReceivedForm | None = None,
) -> HttpResponse:
    """The page; with the one form that has something wrong in it, if any."""
    sent: PlainForm | None = message_form or files_form or rate_form or received_form
    # One that only comes back in another language or type size has nothing wrong in it.
    wrong = sent if sent is not None and sent.errors else None
    at = now()
    letter = letter_of(matter_page_of_petitioner(matter_id=matter_id, at=at))
    if message_form is None:
        # Who answers the office needn't be answered; whoever writes unasked mostly wants to know something.
        message_form = MessageForm(auto_id="message_%s", initial={"wants_answer": not letter.waits_for_you})
    message_form.address(unit=letter.matter.working_unit, kind=letter.matter.kind)
    context = {
        "letter": letter,
        "matter": letter.matter,
        "stages": stages_of(letter.matter, at=at),
        "unsatisfied": unsatisfied_lines(letter.matter),
        "wrong_form": wrong,
        "message_form": message_form,
        "files_form": files_form or FilesForm(auto_id="more_%s"),
        "rate_form": rate_form or RateForm(auto_id="rate_%s"),
        "received_form": received_form or ReceivedForm(auto_id="received_%s"),
        "print_number": format_matter_number(letter.matter.number),
    }
    return render(request, "portal/status/page.html", context, status=422 if wrong else 200)
