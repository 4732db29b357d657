"""The poster for a unit's wall, for those who put it up: its registrars and leaders, and administrators."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.documents.rules.media_types import PDF
from huiyin.flows.unit_poster import unit_poster_pdf
from huiyin.kernel.time import now
from huiyin.orgs.errors import UnitNotThere
from huiyin.orgs.permissions import is_administrator
from huiyin.reception.selectors import units_received_for
from huiyin.web.downloads import made_response


@require_safe
@desk_view
def poster(request: DeskRequest, unit_id: int) -> HttpResponse:
    """By the rules of today, one page of A3. Raises UnitNotThere for other people's units."""
    if unit_id not in units_received_for(request.actor) and not is_administrator(request.actor):
        raise UnitNotThere
    content = unit_poster_pdf(unit_id=unit_id, at=now())
    return made_response(content, name=f"poster-{unit_id}.pdf", media_type=PDF.name)
