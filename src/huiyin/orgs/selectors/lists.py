"""What an officer has arranged on a list."""

from dataclasses import dataclass

from huiyin.orgs.models import ListChoice


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A filter under a name; `query` as it stands in an address."""

    id: int
    name: str
    query: str
    is_pinned: bool = False


@dataclass(frozen=True, slots=True)
class PinnedFilter:
    """A filter that stands on its officer's start page, and the list it is for."""

    id: int
    work_list: str
    name: str
    query: str


@dataclass(frozen=True, slots=True)
class ListArrangement:
    """An officer's filters of a list, by name, and what its lines leave out."""

    filters: tuple[SavedFilter, ...] = ()
    hidden: frozenset[str] = frozenset()


def list_arrangement(*, officer_id: int, work_list: str) -> ListArrangement:
    """What this officer has arranged on that list. One statement."""
    rows = ListChoice.objects.filter(officer_id=officer_id, work_list=work_list).order_by("name", "pk")
    found = [SavedFilter(*row) for row in rows.values_list("pk", "name", "value", "is_pinned")]
    hidden = next((saved.query for saved in found if not saved.name), "")
    return ListArrangement(tuple(saved for saved in found if saved.name), frozenset(hidden.split()))


def pinned_filters(*, officer_id: int) -> tuple[PinnedFilter, ...]:
    """The filters on this officer's start page, by name. One statement."""
    rows = ListChoice.objects.filter(officer_id=officer_id, is_pinned=True).exclude(name="").order_by("name", "pk")
    return tuple(PinnedFilter(*row) for row in rows.values_list("pk", "work_list", "name", "value"))
