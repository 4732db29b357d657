"""Text modules in the menu."""

from django.urls import reverse

from huiyin.desk.navigation import NavEntry, NavGroup, nav_entry_register
from huiyin.desk.text_modules.access import may_edit_texts, may_name_anywhere
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_


def register() -> None:
    """Once the desk is there."""
    nav_entry_register(
        NavEntry(
            code="text_modules",
            label=N_("常用文字"),
            address=_address,
            group=NavGroup.DAILY,
            order=55,
            key="e",
            covers_below=True,
        )
    )


def _address(actor: Actor) -> str:
    if may_edit_texts(actor):
        return reverse("desk:text_modules")
    return reverse("desk:text_editors") if may_name_anywhere(actor) else ""
