"""What a matter is about and which unit is competent for it."""

from dataclasses import dataclass

from huiyin.kernel.actor import Actor
from huiyin.matters.respondents.selectors.bars import unbarred_unit, unit_is_barred
from huiyin.orgs.rules import NO_RESPONDENTS, Respondents, bars
from huiyin.orgs.selectors import CategoryView, category_search, competent_unit, unit_view


@dataclass(frozen=True, slots=True)
class UnitSuggestion:
    """The unit that is probably competent."""

    id: int
    name: str


def category_suggestions(*, text: str, limit: int = 5) -> list[CategoryView]:
    """The likeliest categories for a title, a text and a place together, best first. One statement."""
    return category_search(text=text, limit=limit)


def unit_suggestion(
    *,
    category_id: int | None,
    area_id: int | None,
    actor: Actor,
    respondents: Respondents = NO_RESPONDENTS,
) -> UnitSuggestion | None:
    """The competent unit, or the nearest one above it that the respondent doesn't command; None: nobody is named.

    An actor whom the respondent bars gets None: even the suggestion would tell what the matter is about.
    """
    if category_id is None or bars(actor, respondents):
        return None
    unit_id = competent_unit(category_id=category_id, area_id=area_id)
    if unit_id is None:
        return None
    unit_id = unbarred_unit(unit_id=unit_id, respondents=respondents)
    if unit_is_barred(unit_id=unit_id, respondents=respondents):
        return None
    found = unit_view(unit_id=unit_id)
    return UnitSuggestion(id=found.id, name=found.name)
