"""Whether others nearby may read that the matter has been brought: the petitioner says so, and takes it back."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from huiyin.portal.publishing import press_agree, press_stop
from huiyin.portal.visits import visitors_only


@require_POST
@visitors_only
def agree(request: HttpRequest, *, matter_id: UUID) -> HttpResponse:
    """Agree."""
    press_agree(request, matter_id)
    return redirect("portal:status")


@require_POST
@visitors_only
def stop(request: HttpRequest, *, matter_id: UUID) -> HttpResponse:
    """Take it back."""
    press_stop(request, matter_id)
    return redirect("portal:status")
