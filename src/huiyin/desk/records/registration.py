"""Records in the menu."""

from django.urls import reverse

from huiyin.desk.navigation import NavEntry, NavGroup, nav_entry_register
from huiyin.desk.records.access import LEDGER
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_


def register() -> None:
    """Once the desk is there."""
    nav_entry_register(
        NavEntry(
            code="records",
            label=N_("记录"),
            address=_address,
            group=NavGroup.OFFICE,
            order=20,
            covers_below=True,
            hint=N_("看台账和通知；不看事项写了什么。"),
        )
    )


def _address(actor: Actor) -> str:
    return reverse("desk:records") if actor.holds(*LEDGER) else ""
