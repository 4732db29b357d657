"""What is fetched from the list of a matter's letters. The matter's gate comes first, every time."""

import tempfile
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.matter.views import page_of
from huiyin.documents.errors import FileMissing
from huiyin.documents.rules.media_types import DOCX, OFD, PDF
from huiyin.documents.selectors import LetterView, letters_of
from huiyin.documents.services.letters.ofd import letter_ofd, ofd_is_offered
from huiyin.flows.case_zip import case_zip_write
from huiyin.flows.jobs import case_job_ask
from huiyin.flows.letters import letter_file, letter_word, registration_form_pdf, service_receipt_pdf
from huiyin.flows.matter_file import matter_file_pdf
from huiyin.kernel.errors import NotThere
from huiyin.kernel.refs import Ref
from huiyin.kernel.time import now
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.recommendation.selectors.views import recommendation_view
from huiyin.web.downloads import file_response, made_response
from huiyin.web.paper import letter_language

# What is larger goes to a temporary file and doesn't fill the memory of the website.
_IN_MEMORY = 8 << 20
# Packing takes about a second for so many bytes of attachments; the worker packs more than that.
_CASE_AT_ONCE = 20 << 20


@require_safe
@desk_view
def letters(request: DeskRequest, number: str) -> HttpResponse:
    """All letters of a matter, and its whole file. Raises MatterNotFound."""
    return render(
        request, "desk/letters/page.html", {"page": page_of(request, number, at=now()), "has_ofd": ofd_is_offered()}
    )


@require_safe
@desk_view
def letter_print(request: DeskRequest, number: str, letter_id: UUID) -> HttpResponseBase:
    """One letter as PDF. Raises MatterNotFound, FileMissing."""
    at = now()
    printed = letter_file(letter=_letter(page_of(request, number, at=at), letter_id), at=at)
    return file_response(printed.content, printed.headers)


@require_safe
@desk_view
def letter_words(request: DeskRequest, number: str, letter_id: UUID) -> HttpResponse:
    """One letter as a Word document, to work on; only the PDF is the letter. Raises MatterNotFound, FileMissing."""
    letter = _letter(page_of(request, number, at=now()), letter_id)
    return made_response(letter_word(letter=letter), name=f"{letter.number}.docx", media_type=DOCX.name)


@require_safe
@desk_view
def letter_as_ofd(request: DeskRequest, number: str, letter_id: UUID) -> HttpResponse:
    """One letter's print as OFD. Raises MatterNotFound, FileMissing, OfdMissing, OfdFailed."""
    at = now()
    letter = _letter(page_of(request, number, at=at), letter_id)
    with letter_file(letter=letter, at=at).content as printed:
        made = letter_ofd(number=letter.number, pdf=printed.read())
    return made_response(made, name=f"{letter.number}.ofd", media_type=OFD.name)


@require_safe
@desk_view
def recommendation_letter(request: DeskRequest, recommendation_id: UUID) -> HttpResponseBase:
    """A recommendation as it was sent, for the two units. Raises NotThere, FileMissing."""
    at = now()
    # The letter itself has no gate: who may read the recommendation may read it.
    if recommendation_view(actor=request.actor, recommendation_id=recommendation_id, at=at) is None:
        raise NotThere
    found = letters_of(subject=Ref("recommendation", recommendation_id))
    if not found:
        raise FileMissing
    printed = letter_file(letter=found[0], at=at)
    return file_response(printed.content, printed.headers)


@require_safe
@desk_view
@letter_language()
def letter_receipt(request: DeskRequest, number: str, letter_id: UUID) -> HttpResponse:
    """The form on which the service of a letter is signed for. Raises MatterNotFound, FileMissing."""
    at = now()
    page = page_of(request, number, at=at)
    letter = _letter(page, letter_id)
    content = service_receipt_pdf(matter=page, letter=letter, at=at)
    return made_response(content, name=f"{letter.number}送达回证.pdf", media_type=PDF.name)


@require_safe
@desk_view
@letter_language()
def registration(request: DeskRequest, number: str) -> HttpResponse:
    """The registration as a form. Raises MatterNotFound."""
    at = now()
    page = page_of(request, number, at=at)
    content = registration_form_pdf(matter=page, at=at)
    return made_response(content, name=f"{page.number}信访登记表.pdf", media_type=PDF.name)


# By POST: each export is in the ledger, and following a link makes none.
@require_POST
@desk_view
def whole_pdf(request: DeskRequest, number: str) -> HttpResponse:
    """The whole file as one PDF; the export is in the ledger. Raises MatterNotFound."""
    page = page_of(request, number, at=now())
    content = matter_file_pdf(actor=request.actor, number=page.number, at=now())
    return made_response(content, name=f"{page.number}案卷.pdf", media_type=PDF.name)


@require_POST
@desk_view
def whole_bag(request: DeskRequest, number: str) -> HttpResponseBase:
    """The whole file as a BagIt archive in a zip; the export is in the ledger. Raises MatterNotFound, JobsFull."""
    page = page_of(request, number, at=now())
    if sum(attachment.size for attachment in page.attachments) > _CASE_AT_ONCE:
        case_job_ask(actor=request.actor, number=page.number, at=now())
        messages.success(request, _("附件很多，已经排队去做。您可以先办别的事，做好后在这里下载。"))
        return HttpResponseRedirect(reverse("desk:jobs"))
    spooled = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the response closes it
    try:
        case_zip_write(actor=request.actor, number=page.number, at=now(), target=spooled)
    except BaseException:
        spooled.close()
        raise
    spooled.seek(0)
    return FileResponse(
        spooled,
        as_attachment=True,
        filename=f"{page.number}.zip",
        headers={"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"},
    )


def _letter(page: MatterView, letter_id: UUID) -> LetterView:
    found = next((letter for letter in page.letters if letter.id == letter_id), None)
    if found is None:
        raise FileMissing
    return found
