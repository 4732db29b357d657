"""Records of a matter on paper: a visit on the spot, the minutes of an explanation meeting."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.matter.views import page_of
from huiyin.documents.letters import letter_pdf
from huiyin.documents.rules.media_types import PDF
from huiyin.flows.record_papers import explanation_paper, field_visit_paper
from huiyin.kernel.errors import NotThere
from huiyin.kernel.time import now
from huiyin.web.downloads import made_response
from huiyin.web.paper import letter_language


@require_safe
@desk_view
@letter_language()
def field_visit_print(request: DeskRequest, number: str, position: int) -> HttpResponse:
    """One record of a visit. Raises MatterNotFound, NotThere."""
    page = page_of(request, number, at=now())
    visit = next((each for each in page.field_visits if each.position == position), None)
    if visit is None:
        raise NotThere
    content = letter_pdf(field_visit_paper(matter=page, visit=visit))
    return made_response(content, name=f"{page.number}走访记录{position}.pdf", media_type=PDF.name)


@require_safe
@desk_view
@letter_language()
def explanation_print(request: DeskRequest, number: str, position: int) -> HttpResponse:
    """The minutes of a meeting that was held. Raises MatterNotFound, NotThere."""
    page = page_of(request, number, at=now())
    meeting = next((each for each in page.explanations if each.position == position and each.held_on), None)
    if meeting is None:
        raise NotThere
    content = letter_pdf(explanation_paper(matter=page, meeting=meeting))
    return made_response(content, name=f"{page.number}说明会记录{position}.pdf", media_type=PDF.name)
