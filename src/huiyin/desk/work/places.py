"""Where in a list somebody was when a matter was opened: the address of the matter's page carries it along.

So the next matter is one press away, also when the one at hand has left the list by what was just done with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from huiyin.desk.work.filters import ListQuery, list_query_of
from huiyin.desk.work.lists import work_list_label
from huiyin.kernel.actor import Actor
from huiyin.matters.lists.selectors.lists import MatterRow, WorkList, work_lists_of
from huiyin.matters.lists.selectors.neighbours import MatterBeside, neighbours_in_list
from huiyin.matters.lists.selectors.order import Cursor, SortOrder


@dataclass(frozen=True, slots=True)
class ListAddress:
    """A list and how it was narrowed, as the query of a matter's address; `fields` as `ListQuery.fields`."""

    work_list: WorkList
    fields: Sequence[tuple[str, str]] = ()
    sort: SortOrder = SortOrder.DUE

    def query_at(self, place: Cursor | None) -> str:
        """The query for the matter at this place; "" where it has none."""
        given = [("list", self.work_list.value), *self.fields, ("after", str(place))]
        return urlencode(given) if place else ""

    def query_of(self, row: MatterRow) -> str:
        """The query for this line of the list."""
        return self.query_at(row.cursor(self.sort))


@dataclass(frozen=True, slots=True)
class ListPlace:
    """The list that a matter was opened from, and the matters beside it; an address is "" where there is none."""

    label: str
    address: str
    query: str
    before: str
    before_title: str
    behind: str
    behind_title: str


def place_query(query: QueryDict, actor: Actor, *, at: datetime) -> str:
    """What of an address's query says where somebody is in a list; "" for none, or one that isn't open to them."""
    found = _asked(query, actor, at)
    return found[0].query_at(found[1].after) if found else ""


def list_place(query: QueryDict, actor: Actor, *, at: datetime) -> ListPlace | None:
    """The place that an address's query names, with what is beside it. Two statements, none without a place."""
    found = _asked(query, actor, at)
    if found is None or found[1].after is None:
        return None
    address, asked = found
    beside = neighbours_in_list(actor=actor, work_list=address.work_list, only=asked.only, place=found[1].after)
    narrowed = f"?{urlencode(address.fields)}" if address.fields else ""
    return ListPlace(
        label=work_list_label(address.work_list),
        address=reverse("desk:work_list", args=[address.work_list.value]) + narrowed,
        query=address.query_at(asked.after),
        before=_address_of(beside.before, address),
        before_title=beside.before.title if beside.before else "",
        behind=_address_of(beside.behind, address),
        behind_title=beside.behind.title if beside.behind else "",
    )


def _asked(query: QueryDict, actor: Actor, at: datetime) -> tuple[ListAddress, ListQuery] | None:
    work_list = next((each for each in work_lists_of(actor) if each == query.get("list")), None)
    if work_list is None:
        return None
    asked = list_query_of(query, at=at)
    if asked.after is None:
        return None
    return ListAddress(work_list, asked.fields, asked.only.sort), asked


def _address_of(neighbour: MatterBeside | None, address: ListAddress) -> str:
    if neighbour is None:
        return ""
    return f"{reverse('desk:matter', args=[neighbour.number])}?{address.query_at(neighbour.place)}"
