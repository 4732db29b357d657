"""The start page in the menu."""

from django.urls import reverse

from huiyin.desk.navigation import NavEntry, NavGroup, nav_entry_register
from huiyin.kernel.text import N_


def register() -> None:
    """Once the desk is there."""
    nav_entry_register(
        NavEntry(
            code="today",
            label=N_("今天"),
            address=lambda _actor: reverse("desk:home"),
            group=NavGroup.LISTS,
            order=0,
            key="t",
        )
    )
