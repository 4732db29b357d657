"""The lists of matters in the menu and on the start page."""

from functools import partial

from django.urls import reverse

from huiyin.db import Queries
from huiyin.desk.navigation import NavEntry, NavGroup, nav_entry_register
from huiyin.desk.today.parts import today_part_register
from huiyin.desk.work import pinned, standing, today
from huiyin.desk.work.lists import LIST_WORDS
from huiyin.kernel.actor import Actor
from huiyin.matters.lists.selectors.lists import WorkList, matters_listed, work_lists_of


def register() -> None:
    """Once the desk is there."""
    # Behind the start page, in the order of LIST_WORDS.
    for order, work_list in enumerate(LIST_WORDS, start=10):
        nav_entry_register(_entry(work_list, order))
    for part in (*today.parts(), pinned.part(), standing.part()):
        today_part_register(part)


def _entry(work_list: WorkList, order: int) -> NavEntry:
    words = LIST_WORDS[work_list]
    return NavEntry(
        code=work_list.value,
        label=words.label,
        address=partial(_address, work_list),
        group=NavGroup.LISTS,
        order=order,
        counted=partial(_counted, work_list) if words.is_counted else None,
        key=words.key,
    )


def _address(work_list: WorkList, actor: Actor) -> str:
    return reverse("desk:work_list", args=[work_list.value]) if work_list in work_lists_of(actor) else ""


def _counted(work_list: WorkList, actor: Actor) -> Queries:
    return [matters_listed(actor=actor, work_list=work_list)]
