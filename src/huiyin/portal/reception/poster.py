"""The poster of a unit that receives people, for anybody who wants to print it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from huiyin.documents.rules.media_types import PDF
from huiyin.flows.unit_poster import unit_poster_pdf
from huiyin.kernel.time import now
from huiyin.web.downloads import made_response


@require_safe
def poster(request: HttpRequest, unit_id: int) -> HttpResponse:
    """How a matter is brought to this unit and handled, on one page of A3. Raises UnitNotThere."""
    content = unit_poster_pdf(unit_id=unit_id, at=now())
    return made_response(content, name=f"poster-{unit_id}.pdf", media_type=PDF.name)
