"""Supervision in the menu and on the start page."""

from django.urls import reverse

from huiyin.db import Queries
from huiyin.desk.navigation import NavEntry, NavGroup, nav_entry_register
from huiyin.desk.supervision import today
from huiyin.desk.supervision.access import may_call_back, may_supervise
from huiyin.desk.today.parts import today_part_register
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.matters.recommendation.selectors.views import recommendations_owed
from huiyin.supervision.selectors import supervisions_owed


def register() -> None:
    """Once the desk is there."""
    nav_entry_register(
        NavEntry(
            code="supervision",
            label=N_("督办"),
            address=_address,
            group=NavGroup.DAILY,
            order=40,
            key="d",
            covers_below=True,
            counted=_counted,
        )
    )
    for part in today.parts():
        today_part_register(part)


def _address(actor: Actor) -> str:
    """The first page of supervision that the officer may open."""
    if may_supervise(actor):
        return reverse("desk:supervision")
    return reverse("desk:call_backs") if may_call_back(actor) else ""


def _counted(actor: Actor) -> Queries:
    """What the officer's own units have to answer in writing."""
    return [supervisions_owed(actor=actor), recommendations_owed(actor=actor)]
