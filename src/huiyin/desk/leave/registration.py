"""Leave and deputies in the menu."""

from django.urls import reverse

from huiyin.desk.navigation import NavEntry, NavGroup, nav_entry_register
from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.text import N_


def register() -> None:
    """Once the desk is there."""
    nav_entry_register(
        NavEntry(
            code="leave",
            label=N_("外出和代办"),
            address=_address,
            group=NavGroup.DAILY,
            order=70,
            covers_below=True,
        )
    )


def _address(actor: Actor) -> str:
    works = actor.holds(Role.REGISTRAR, Role.APPROVER, Role.LEADER, Role.HANDLER)
    return reverse("desk:leave") if works else ""
