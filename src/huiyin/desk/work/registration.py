"""The lists of matters in the menu and on the start page."""

from functools import partial

from django.urls import reverse

from huiyin.db import Queries
from huiyin.desk.navigation import NavEntry, NavGroup, nav_entry_register
from huiyin.desk.today.parts import today_part_register
from huiyin.desk.work import standing, today
from huiyin.desk.work.lists import LIST_WORDS
from huiyin.kernel.actor import Actor
from huiyin.matters.lists.selectors.lists import Box, boxes_of, matters_in_box


def register() -> None:
    """Once the desk is there."""
    # Behind the start page, in the order of LIST_WORDS.
    for order, box in enumerate(LIST_WORDS, start=10):
        nav_entry_register(_entry(box, order))
    for part in (*today.parts(), standing.part()):
        today_part_register(part)


def _entry(box: Box, order: int) -> NavEntry:
    words = LIST_WORDS[box]
    return NavEntry(
        code=box.value,
        label=words.label,
        address=partial(_address, box),
        group=NavGroup.LISTS,
        order=order,
        counted=partial(_counted, box) if words.is_counted else None,
    )


def _address(box: Box, actor: Actor) -> str:
    return reverse("desk:box", args=[box.value]) if box in boxes_of(actor) else ""


def _counted(box: Box, actor: Actor) -> Queries:
    return [matters_in_box(actor=actor, box=box)]
