"""What is still to be set up, first on the start page of an administrator, as long as there is something."""

from django.urls import reverse

from huiyin.desk.setup.steps import setup_steps
from huiyin.desk.today.parts import Look, TodayPart, TodayRow, TodayRows, today_part_register
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.orgs.permissions import is_administrator

# Also after the setting up: 系统要看一看的 says both whenever they come up again.
_NAMED_ELSEWHERE = frozenset({"backup", "opening"})


def register() -> None:
    """Once the desk is there."""
    today_part_register(
        TodayPart(
            code="setup",
            title=N_("开始设置"),
            order=0,
            opens=is_administrator,
            load=_load,
            address=_address,
            is_silent=True,
        )
    )


def _address(_actor: Actor) -> str:
    return reverse("desk:setup")


def _load(look: Look) -> TodayRows:
    missing = [step for step in setup_steps(at=look.at) if not step.is_done and step.code not in _NAMED_ELSEWHERE]
    href = reverse("desk:setup")
    # To the page of all points, which says what each is for; from there to its own.
    return TodayRows.first([TodayRow(href=href, title=step.title, about=step.lacks[0]) for step in missing])
