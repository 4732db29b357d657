"""Letters that were written to the petitioner, from the matter's page."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from huiyin.flows.letters import letter_file
from huiyin.kernel.time import now
from huiyin.matters.core.selectors.page import matter_page_of_petitioner
from huiyin.portal.visits import visitors_only
from huiyin.web.downloads import file_response


@require_safe
@visitors_only
def letter_download(request: HttpRequest, *, matter_id: UUID, letter_id: UUID) -> HttpResponseBase:
    """One letter as PDF; what was written between units isn't there."""
    at = now()
    page = matter_page_of_petitioner(matter_id=matter_id, at=at)
    found = next((letter for letter in page.letters if letter.id == letter_id), None)
    if found is None:
        raise Http404
    printed = letter_file(letter=found, at=at)
    return file_response(printed.content, printed.headers)
