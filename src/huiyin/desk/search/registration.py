"""Search in the menu."""

from django.urls import reverse

from huiyin.desk.navigation import NavEntry, NavGroup, nav_entry_register
from huiyin.kernel.text import N_


def register() -> None:
    """Once the desk is there."""
    nav_entry_register(
        NavEntry(
            code="search",
            label=N_("查找"),
            address=lambda _actor: reverse("desk:search"),
            group=NavGroup.DAILY,
            order=20,
        )
    )
