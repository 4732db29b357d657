"""The page with the ten points, and the one that says how backups are made."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from huiyin.backup.state import backup_concerns, newest_backups
from huiyin.desk.access import DeskRequest
from huiyin.desk.organisation.access import administrator_view
from huiyin.desk.setup.steps import setup_steps
from huiyin.kernel.time import now

_BACKUPS_SHOWN = 10


@require_safe
@administrator_view
def setup(request: DeskRequest) -> HttpResponse:
    """All points with what each lacks."""
    steps = setup_steps(at=now())
    context = {"tab": "setup", "steps": steps, "done": sum(step.is_done for step in steps)}
    return render(request, "desk/setup/page.html", context)


@require_safe
@administrator_view
def backup(request: DeskRequest) -> HttpResponse:
    """What is wrong with the backups, how they are made, and the newest of them."""
    context = {
        "tab": "setup",
        "backups": [gettext(concern.sentence) % concern.params for concern in backup_concerns(at=now())],
        "newest": newest_backups(most=_BACKUPS_SHOWN),
    }
    return render(request, "desk/setup/backup.html", context)
