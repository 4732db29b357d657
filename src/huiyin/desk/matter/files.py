"""What is fetched from a matter's page: attachments and the reply on paper. Both go through the gate first."""

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST, require_safe

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.matter.views import page_of
from huiyin.documents.errors import FileMissing
from huiyin.documents.letters import reply_pdf
from huiyin.documents.rules.media_types import PDF
from huiyin.documents.selectors import FILE_POLICY, download_headers, file_view
from huiyin.documents.services import file_open
from huiyin.flows.reply_letter import reply_letter
from huiyin.kernel.errors import NotThere
from huiyin.kernel.time import now
from huiyin.matters.core.selectors.views import AttachmentView
from huiyin.matters.seal.services import matter_open_sealed_file
from huiyin.web.downloads import file_response, made_response
from huiyin.web.paper import letter_language
from huiyin.web.small_pictures import small_picture_response


@require_safe
@desk_view
def attachment(request: DeskRequest, number: str, attachment_id: UUID) -> HttpResponseBase:
    """A file of a matter that this officer may see. Raises MatterNotFound, FileMissing."""
    return _answer(_attachment(request, number, attachment_id).file_id)


@require_safe
@desk_view
def picture(request: DeskRequest, number: str, attachment_id: UUID) -> HttpResponseBase:
    """The JPEG of a photo of a matter that this officer may see. Raises MatterNotFound, FileMissing."""
    return _answer(_attachment(request, number, attachment_id).picture_id)


@require_safe
@desk_view
def small(request: DeskRequest, number: str, attachment_id: UUID) -> HttpResponse:
    """The small picture of a photo of a matter that this officer may see. Raises MatterNotFound, FileMissing."""
    return small_picture_response(_attachment(request, number, attachment_id).file_id)


def _attachment(request: DeskRequest, number: str, attachment_id: UUID) -> AttachmentView:
    page = page_of(request, number, at=now())
    # Only among the files of this matter: the id of another one's file opens nothing here.
    found = next((file for file in page.attachments if file.id == attachment_id), None)
    if found is None:
        raise FileMissing
    return found


def _answer(file_id: UUID | None) -> HttpResponseBase:
    if file_id is None:
        raise FileMissing
    view = file_view(file_id=file_id)
    return file_response(file_open(file_id=file_id), download_headers(view))


# By POST, so that a passphrase never stands in an address or a log.
@require_POST
@desk_view
def sealed_attachment(request: DeskRequest, number: str, attachment_id: UUID) -> HttpResponse:
    """A file of a sealed matter for one of its readers, always as a download.

    Raises MatterNotFound, FileMissing, PassphraseWrong and whatever else opening a seal raises.
    """
    at = now()
    page = page_of(request, number, at=at)
    found = matter_open_sealed_file(
        actor=request.actor,
        matter_id=page.id,
        attachment_id=attachment_id,
        passphrase=request.POST.get("passphrase", ""),
        purpose=request.POST.get("purpose", ""),
        at=at,
    )
    # Name and type lie under the seal with the content, so the headers of the stored file don't fit.
    response = made_response(found.content, name=found.name, media_type=found.media_type)
    # As for stored files: nothing in it runs as a page of ours, and no other site frames it.
    response["Content-Security-Policy"] = FILE_POLICY
    return response


@require_safe
@desk_view
# Around all that is looked up: every word on a letter is Chinese, whatever language the page has.
@letter_language()
def reply_print(request: DeskRequest, number: str) -> HttpResponse:
    """The reply of the latest round as PDF; one that hasn't been served says so. Raises MatterNotFound, NotThere."""
    page = page_of(request, number, at=now())
    if page.reply is None:
        raise NotThere
    content = reply_pdf(reply_letter(matter=page, reply=page.reply))
    return made_response(content, name=f"{page.number}.pdf", media_type=PDF.name, inline=True)
