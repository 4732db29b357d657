"""The ten points of setting up, first on the start page of an administrator as long as one is missing."""

from django.urls import reverse

from huiyin.desk.setup.steps import setup_steps
from huiyin.desk.today.parts import Look, TodayPart, TodayRows, today_part_register
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.orgs.permissions import is_administrator

# 系统要看一看的 says these two: by themselves they don't bring the list back once the house has been set up.
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
            template="desk/setup/_part.html",
            is_silent=True,
        )
    )


def _address(_actor: Actor) -> str:
    return reverse("desk:setup")


def _load(look: Look) -> TodayRows:
    steps = setup_steps(at=look.at)
    lacking = [step for step in steps if not step.is_done and step.code not in _NAMED_ELSEWHERE]
    return TodayRows(content=steps if lacking else None)
