"""From a matter to the parts that were split from it, and back: one receipt opens them all."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from huiyin.matters.linking.selectors.split import family_member
from huiyin.matters.receipt.selectors import receipt_mark
from huiyin.portal.visits import VISIT, grant_access, visitors_only


@require_POST
@visitors_only
def part_open(request: HttpRequest, *, matter_id: UUID) -> HttpResponse:
    """Go on with the other one; a number that isn't of this matter's family isn't there."""
    found = family_member(matter_id=matter_id, number=request.POST.get("number", "")[:100])
    if found is None:
        raise Http404
    response = redirect("portal:status")
    # `since`: going from part to part doesn't begin the longest life of a pass anew.
    grant_access(request, response, found, mark=receipt_mark(matter_id=found), since=VISIT.read(request))
    return response
