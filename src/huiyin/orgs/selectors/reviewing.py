"""Which units may decide on another unit's answer: those above it that have a reviewer (条例 Arts 35, 36)."""

from collections import defaultdict
from dataclasses import dataclass

from huiyin.kernel.actor import Role
from huiyin.orgs.models import Post, Unit
from huiyin.orgs.rules import UnitKind
from huiyin.orgs.selectors.units import chain_of


@dataclass(frozen=True, slots=True)
class ReviewingUnit:
    """A unit with its reviewers; `acts_for_id` is the unit in whose name it decides, mostly itself."""

    unit_id: int
    acts_for_id: int
    reviewer_ids: tuple[int, ...]


def reviewing_units(*, unit_id: int, after_unit_id: int | None = None) -> tuple[ReviewingUnit, ...]:
    """Units above this one that have a filled reviewer's post, the nearest first. Raises UnitNotThere.

    A petition office right below a unit above acts for that one, where that has no reviewer of its own; the unit
    itself never does. `after_unit_id` is who decided the review before: then only what stands above counts.
    """
    above = [unit.id for unit in chain_of(unit_id=unit_id)][1:]
    offices = dict(
        Unit.objects.filter(parent__in=above, kind=UnitKind.OFFICE, is_active=True)
        # A petition office mustn't decide on its own answer, though it acts for the unit above.
        .exclude(pk=unit_id)
        .order_by("pk")
        .values_list("pk", "parent_id")
    )
    if after_unit_id is not None:
        authority = after_unit_id if after_unit_id in above else offices.get(after_unit_id)
        above = above[above.index(authority) + 1 :] if authority in above else []
    reviewers = _reviewers([*above, *offices])
    found = []
    for acting in above:
        for unit in (acting, *(office for office, parent in offices.items() if parent == acting)):
            if unit in reviewers:
                found.append(ReviewingUnit(unit, acting, tuple(reviewers[unit])))
    return tuple(found)


def _reviewers(unit_ids: list[int]) -> dict[int, list[int]]:
    posts = Post.objects.filter(unit_id__in=unit_ids, role=Role.REVIEWER.value, officer__is_active=True).order_by(
        "pk"
    )
    found: dict[int, list[int]] = defaultdict(list)
    for unit_id, officer_id in posts.exclude(officer=None).values_list("unit_id", "officer__id"):
        found[unit_id].append(officer_id)
    return {unit_id: list(dict.fromkeys(officers)) for unit_id, officers in found.items()}
