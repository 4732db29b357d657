"""What an administrator arranges: all officers with their posts, and which unit is competent for what."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from huiyin.kernel.text import clean_line
from huiyin.orgs.errors import PostNotThere
from huiyin.orgs.models import Area, Category, Competence, Officer, Post, Unit
from huiyin.orgs.selectors.categories import category_views
from huiyin.orgs.selectors.typed import name_has
from huiyin.orgs.selectors.views import OfficerView, PostView, UnitView


@dataclass(frozen=True, slots=True)
class CompetenceView:
    """Which unit is competent; an empty `category` or `area` stands for every one."""

    id: int
    category: str
    area: str
    unit_id: int
    unit: str
    category_id: int | None = None
    area_id: int | None = None


def officers_list(*, text: str = "", after: str = "", limit: int = 50) -> list[OfficerView]:
    """Officers by account name, shut accounts too, those behind the account name `after`; narrowed by a name."""
    wanted = clean_line(text)
    found = Officer.objects.filter(username__gt=after).order_by("username")
    if wanted:
        found = found.filter(name_has(wanted, "display_name", "username"))
    return [OfficerView.of(officer) for officer in found[:limit]]


def posts_of_officers(*, officer_ids: Iterable[int]) -> dict[int, list[PostView]]:
    """The posts that these officers hold, in one statement."""
    held: dict[int, list[PostView]] = defaultdict(list)
    posts = Post.objects.filter(officer_id__in=set(officer_ids)).select_related("unit", "officer").order_by("pk")
    for post in posts:
        held[post.officer_id or 0].append(PostView.of(post))
    return held


def post_view(*, post_id: int) -> PostView:
    """One post. Raises PostNotThere."""
    post = Post.objects.filter(pk=post_id).select_related("unit", "officer").first()
    if post is None:
        raise PostNotThere
    return PostView.of(post)


def posts_of_open_units() -> list[PostView]:
    """All posts of units that are open, vacant ones too, unit by unit in the order in which they were made."""
    posts = Post.objects.filter(unit__is_active=True).select_related("unit", "officer")
    return [PostView.of(post) for post in posts.order_by("unit__path", "pk")]


def unit_children(*, unit_id: int) -> list[UnitView]:
    """The open units right below a unit, in the order in which they were made."""
    return [UnitView.of(unit) for unit in Unit.objects.filter(parent_id=unit_id, is_active=True).order_by("pk")]


def competence_views() -> list[CompetenceView]:
    """All that was said about competence, the widest category first, in three statements."""
    rows = list(Competence.objects.select_related("unit").order_by("category__path", "area__path", "pk"))
    categories = category_views(category_ids=[row.category_id for row in rows if row.category_id is not None])
    areas = dict(Area.objects.filter(pk__in={row.area_id for row in rows}).values_list("pk", "name"))
    return [
        CompetenceView(
            id=row.pk,
            category=categories[row.category_id].trail if row.category_id in categories else "",
            area=areas.get(row.area_id or 0, ""),
            unit_id=row.unit_id,
            unit=row.unit.name,
            category_id=row.category_id,
            area_id=row.area_id,
        )
        for row in rows
    ]


def keywords_of_categories() -> dict[int, str]:
    """The words that each category in use is found by."""
    return dict(Category.objects.filter(is_active=True).values_list("pk", "keywords"))
