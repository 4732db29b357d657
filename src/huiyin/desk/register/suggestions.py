"""What the registrar is told while typing: likely category and unit, and the same matter if it is there already."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from huiyin.desk.register.lists import Lists
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import clean, clean_line
from huiyin.matters.core.rules.limits import RESPONDENT_MAX
from huiyin.matters.core.rules.states import Kind
from huiyin.matters.respondents.selectors.naming import Naming, naming_of
from huiyin.orgs.selectors import CategoryView
from huiyin.routing.selectors import SameMatter, UnitSuggestion, category_suggestions, same_matters, unit_suggestion

_TEXT_MAX = 3000


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Nothing in it is a decision. `unit_of` is the category that the unit is competent for."""

    categories: tuple[CategoryView, ...] = ()
    unit: UnitSuggestion | None = None
    unit_of: str = ""
    same: tuple[SameMatter, ...] = ()
    named: Naming = field(default_factory=Naming)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say yet."""
        return not (self.categories or self.unit or self.same or self.says_who)

    @property
    def says_who(self) -> bool:
        """Whether there is something to say of units and people."""
        named = self.named
        return bool(named.concerned_text or named.respondents or named.unknown)


def suggestions_for(*, actor: Actor, typed: Mapping[str, str], lists: Lists, at: datetime) -> Suggestions:
    """What can be said of what was typed so far."""
    text, title = clean(typed.get("text", ""))[:_TEXT_MAX], clean_line(typed.get("title", ""))
    place = clean_line(typed.get("place", ""))
    named = _named(typed, lists)
    # One character says nothing; two are the least that is looked for.
    if len(text) + len(title) < 2:
        return Suggestions(named=named)
    area = lists.area(clean_line(typed.get("area", "")))
    chosen = lists.category(clean_line(typed.get("category", "")))
    likely = category_suggestions(text=f"{title} {text} {place}")
    category_id, trail = (
        (chosen.id, chosen.trail) if chosen else (likely[0].id, likely[0].trail) if likely else (None, "")
    )
    area_id = area.id if area else None
    return Suggestions(
        # Who has chosen a category isn't talked into another one.
        categories=() if chosen else tuple(likely),
        unit=unit_suggestion(
            category_id=category_id,
            area_id=area_id,
            actor=actor,
            respondents=named.respondents,
        ),
        unit_of=trail,
        same=tuple(
            same_matters(
                actor=actor, title=title, text=text, place=place, area_id=area_id, category_id=category_id, at=at
            )
        ),
        named=named,
    )


def _named(typed: Mapping[str, str], lists: Lists) -> Naming:
    kind, own = typed.get("kind", ""), lists.own_unit_ids
    return naming_of(
        # As the form stands before anything is chosen.
        kind=Kind(kind) if kind in set(Kind) else Kind.CLAIM,
        # Cut for the hint alone; sent like that, the form refuses it and cuts nothing.
        concerned=typed.get("concerned", "")[:RESPONDENT_MAX],
        respondent=typed.get("respondent", "")[:RESPONDENT_MAX],
        read_by=own[0] if own else None,
    )
