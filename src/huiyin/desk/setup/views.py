"""The page with the ten points."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.desk.access import DeskRequest
from huiyin.desk.organisation.access import administrator_view
from huiyin.desk.setup.steps import setup_steps
from huiyin.kernel.time import now


@require_safe
@administrator_view
def setup(request: DeskRequest) -> HttpResponse:
    """All points with what each lacks."""
    steps = setup_steps(at=now())
    context = {"tab": "setup", "steps": steps, "done": sum(step.is_done for step in steps)}
    return render(request, "desk/setup/page.html", context)
