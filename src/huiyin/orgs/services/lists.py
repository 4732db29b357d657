"""Arranging one's own lists. No entry in the ledger: it is nobody's business, and changes nothing for anybody."""

from collections.abc import Collection

from django.db import transaction

from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.text import clean_line
from huiyin.orgs.errors import (
    FilterByHandlerInvalid,
    FilterNameMissing,
    FilterNameTooLong,
    FilterNotThere,
    FiltersFull,
    PinnedFull,
)
from huiyin.orgs.models import ListChoice, Officer
from huiyin.orgs.rules import FILTER_NAME_LENGTH, FILTERS_MOST, PINNED_MOST, names_handler


@transaction.atomic
def list_filter_save(*, actor: Actor, work_list: str, name: str, query: str) -> None:
    """Keep a filter under a name; another one of that name on that list gives way.

    Raises FilterNameMissing, FilterNameTooLong, FilterByHandlerInvalid, FiltersFull.
    """
    officer_id = _officer(actor)
    label = clean_line(name)
    if not label or not query:
        raise FilterNameMissing
    if len(label) > FILTER_NAME_LENGTH:
        raise FilterNameTooLong(limit=FILTER_NAME_LENGTH)
    if names_handler(query):
        raise FilterByHandlerInvalid
    _lock(officer_id)
    others = (
        ListChoice.objects.filter(officer_id=officer_id, work_list=work_list).exclude(name="").exclude(name=label)
    )
    if others.count() >= FILTERS_MOST:
        raise FiltersFull(most=FILTERS_MOST)
    ListChoice.objects.update_or_create(
        officer_id=officer_id, work_list=work_list, name=label, defaults={"value": query}
    )


def list_filter_drop(*, actor: Actor, filter_id: int) -> str:
    """Throw away a filter of one's own; gives the list it was for. Raises FilterNotThere."""
    found = ListChoice.objects.filter(pk=filter_id, officer_id=_officer(actor)).exclude(name="")
    work_list = found.values_list("work_list", flat=True).first()
    if work_list is None or not found.delete()[0]:
        raise FilterNotThere
    return work_list


@transaction.atomic
def list_filter_pin(*, actor: Actor, filter_id: int, is_pinned: bool) -> str:
    """Show on one's start page how much this filter has, or no more; gives the list it is for.

    Raises FilterNotThere, PinnedFull.
    """
    officer_id = _officer(actor)
    _lock(officer_id)
    own = ListChoice.objects.filter(officer_id=officer_id).exclude(name="")
    work_list = own.filter(pk=filter_id).values_list("work_list", flat=True).first()
    if work_list is None:
        raise FilterNotThere
    if is_pinned and own.filter(is_pinned=True).exclude(pk=filter_id).count() >= PINNED_MOST:
        raise PinnedFull(most=PINNED_MOST)
    own.filter(pk=filter_id).update(is_pinned=is_pinned)
    return work_list


def list_facts_hide(*, actor: Actor, work_list: str, hidden: Collection[str]) -> None:
    """From now on the lines of that list leave these out; none: they say everything."""
    officer_id = _officer(actor)
    if not hidden:
        ListChoice.objects.filter(officer_id=officer_id, work_list=work_list, name="").delete()
        return
    value = " ".join(sorted(hidden))
    ListChoice.objects.update_or_create(
        officer_id=officer_id, work_list=work_list, name="", defaults={"value": value}
    )


def _lock(officer_id: int) -> None:
    """Their own row is the lock: two filters that are saved at once must not both be the last that fits."""
    Officer.objects.select_for_update().filter(pk=officer_id).values_list("pk").first()


def _officer(actor: Actor) -> int:
    if actor.officer_id is None:
        raise NotAllowed
    return actor.officer_id
