"""Registering in the menu."""

from django.urls import reverse

from huiyin.desk.navigation import NavEntry, NavGroup, nav_entry_register
from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.text import N_


def register() -> None:
    """Once the desk is there."""
    nav_entry_register(
        NavEntry(
            code="register",
            label=N_("登记"),
            address=_address,
            group=NavGroup.DAILY,
            order=10,
            covers_below=True,
            key="n",
        )
    )


def _address(actor: Actor) -> str:
    return reverse("desk:register") if actor.holds(Role.REGISTRAR) else ""
