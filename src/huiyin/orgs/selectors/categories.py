"""Finding categories: by id, as a tree, by what somebody wrote."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from threading import Lock

from django.db.models import Count, Sum

from huiyin.kernel.text import clean_line
from huiyin.orgs.errors import CategoryNotThere
from huiyin.orgs.models import Category
from huiyin.orgs.rules import path_ids
from huiyin.orgs.selectors.category_index import CategoryEntry, CategoryIndex
from huiyin.orgs.selectors.views import CategoryNode, CategoryView

_State = tuple[int, int, int]
_building = Lock()


def category_view(*, category_id: int) -> CategoryView:
    """One category with its trail, used no longer or not. Raises CategoryNotThere."""
    found = category_views(category_ids=[category_id])
    if category_id not in found:
        raise CategoryNotThere
    return found[category_id]


def category_views(*, category_ids: Iterable[int]) -> dict[int, CategoryView]:
    """The categories of these ids with their trails; an id that isn't there is left out."""
    rows = list(Category.objects.filter(pk__in=set(category_ids)))
    above = {category_id for row in rows for category_id in path_ids(row.path)}
    names = dict(Category.objects.filter(pk__in=above).values_list("pk", "name"))
    return {row.pk: CategoryView.of(row, _trail(names, row)) for row in rows}


def category_is_active(*, category_id: int) -> bool:
    """Whether a matter can be given this category: it is there and in use, as are those above it."""
    path = Category.objects.filter(pk=category_id).values_list("path", flat=True).first()
    return path is not None and not Category.objects.filter(pk__in=path_ids(path), is_active=False).exists()


def category_by_code(*, code: str) -> CategoryView:
    """The category in use that has this code. Raises CategoryNotThere."""
    row = Category.objects.filter(code=clean_line(code), is_active=True).first()
    if row is None:
        raise CategoryNotThere
    return category_view(category_id=row.pk)


def category_tree() -> tuple[CategoryNode, ...]:
    """All categories in use, first level first, siblings in the order in which they were made."""
    below: dict[int | None, list[CategoryView]] = defaultdict(list)
    rows = list(Category.objects.filter(is_active=True).order_by("pk"))
    names = {row.pk: row.name for row in rows}
    for row in rows:
        below[row.parent_id].append(CategoryView.of(row, _trail(names, row)))
    return _category_nodes(None, below)


def category_search(*, text: str, limit: int = 8) -> list[CategoryView]:
    """The categories that fit what somebody wrote, be it two characters or a whole letter; best first.

    One small statement; the index is rebuilt when any category was made or changed since, by whichever process.
    """
    if not text.strip():
        return []
    return _index().search(text, limit=limit)


def _index() -> CategoryIndex:
    counted = Category.objects.aggregate(count=Count("pk"), ids=Sum("pk"), content=Sum("fingerprint"))
    state = (counted["count"], int(counted["ids"] or 0), int(counted["content"] or 0))
    # Threads that come at once wait for one index instead of making one each.
    with _building:
        return _index_of(state)


@lru_cache(maxsize=2)
def _index_of(state: _State) -> CategoryIndex:
    """The index of the table as it is now; `state` is what it is remembered under."""
    rows = list(Category.objects.order_by("pk"))
    by_id = {row.pk: row for row in rows}
    names = {row.pk: row.name for row in rows}
    entries = []
    for row in rows:
        line = path_ids(row.path)
        # Closing a category says nothing of those below it; they are offered no longer with it all the same.
        if all(by_id[category_id].is_active for category_id in line):
            above = tuple(names[category_id] for category_id in line[:-1])
            entries.append(
                CategoryEntry(view=CategoryView.of(row, _trail(names, row)), keywords=row.keywords, names_above=above)
            )
    return CategoryIndex(entries)


def _trail(names: dict[int, str], row: Category) -> str:
    return " / ".join(names[category_id] for category_id in path_ids(row.path) if category_id in names)


def _category_nodes(parent_id: int | None, below: dict[int | None, list[CategoryView]]) -> tuple[CategoryNode, ...]:
    return tuple(
        CategoryNode(category=view, children=_category_nodes(view.id, below)) for view in below.get(parent_id, [])
    )
