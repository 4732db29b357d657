"""Files of a draft: their small pictures, and the one page on which a browser may use the microphone."""

from collections.abc import Iterable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiyin.intake.rules.draft import DraftFile
from huiyin.kernel.time import now
from huiyin.portal.drafts import held_draft
from huiyin.portal.filing.steps import FilingStep
from huiyin.web.file_lines import FileLine
from huiyin.web.middleware.headers import PAGE_POLICY, PERMISSIONS
from huiyin.web.small_pictures import has_small_picture, small_picture_response


def file_lines(files: Iterable[DraftFile]) -> tuple[FileLine, ...]:
    """The files of a draft, in the order in which they came."""
    return tuple(FileLine(file.name, file.size, small=_small(file), id=str(file.id)) for file in files)


@require_safe
def small_picture(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    """The small picture of a photo in the draft that this browser holds; anything else isn't there."""
    files = held_draft(request, at=now()).content.files
    if not any(file.id == file_id for file in files):
        raise Http404
    return small_picture_response(file_id)


def allow_recording(response: HttpResponse) -> None:
    """Let this page, and no other, ask for the microphone and play what it has recorded itself."""
    response["Permissions-Policy"] = PERMISSIONS.replace("microphone=()", "microphone=(self)")
    response["Content-Security-Policy"] = f"{PAGE_POLICY}; media-src blob:"


def whole_page(request: HttpRequest, step: FilingStep, response: HttpResponse) -> HttpResponse:
    """Let the browser load the next page anew: changed in place, it would keep what only this page may do."""
    following = response.headers.get("Location", "")
    if step.name != "files" or "HX-Request" not in request.headers or not following:
        return response
    if following.partition("#")[0].partition("?")[0] == reverse("portal:file_step", args=[step.name]):
        return response
    return HttpResponse(headers={"HX-Redirect": following})


def _small(file: DraftFile) -> str:
    return reverse("portal:file_small", args=[file.id]) if has_small_picture(file.name) else ""
