"""The passphrase for seals in the menu."""

from django.urls import reverse

from huiyin.desk.navigation import NavEntry, NavGroup, nav_entry_register
from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.text import N_


def register() -> None:
    """Once the desk is there."""
    nav_entry_register(
        NavEntry(
            code="seal_key",
            label=N_("密封口令"),
            address=_address,
            group=NavGroup.DAILY,
            order=60,
        )
    )


def _address(actor: Actor) -> str:
    may_read = actor.holds(Role.REGISTRAR, Role.APPROVER, Role.LEADER, Role.HANDLER)
    return reverse("desk:seal_key") if may_read else ""
