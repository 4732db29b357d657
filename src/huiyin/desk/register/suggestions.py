"""What the registrar is told while typing: likely category and unit, and the same matter if it is there already."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from huiyin.desk.register.lists import Lists
from huiyin.flows.handing_on import HandTo, unit_to_hand_to
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import clean, clean_line
from huiyin.matters.core.rules.limits import RESPONDENT_MAX
from huiyin.matters.core.rules.states import Kind
from huiyin.matters.handover.selectors.receiving import UnregisteredMatter
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
    hand_to: HandTo | None = None

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
    unit = unit_suggestion(
        category_id=category_id,
        area_id=area_id,
        actor=actor,
        respondents=named.respondents,
    )
    return Suggestions(
        # Who has chosen a category isn't talked into another one.
        categories=() if chosen else tuple(likely),
        unit=unit,
        unit_of=trail,
        same=tuple(
            same_matters(
                actor=actor, title=title, text=text, place=place, area_id=area_id, category_id=category_id, at=at
            )
        ),
        named=named,
        hand_to=_hand_to(actor=actor, typed=typed, named=named, likely=unit, lists=lists),
    )


def _hand_to(
    *, actor: Actor, typed: Mapping[str, str], named: Naming, likely: UnitSuggestion | None, lists: Lists
) -> HandTo | None:
    return unit_to_hand_to(
        actor=actor,
        matter=UnregisteredMatter(
            kind=_kind(typed),
            # Whole, as the service will read them: a name may stand at the end.
            texts=(*(typed.get(name, "") for name in ("title", "text", "requests")), named.respondent_text),
            respondents=named.respondents,
            is_settled=named.is_settled or bool(typed.get("outside")),
            concerned_unit_id=named.concerned_unit_id,
            concerned_text=named.concerned_text,
        ),
        concerned_name=named.concerned_name,
        likely=likely,
        registered_at=_registered_at(typed, lists),
    )


def _registered_at(typed: Mapping[str, str], lists: Lists) -> int | None:
    own, chosen = lists.own_unit_ids, typed.get("unit", "")
    return next((unit_id for unit_id in own if str(unit_id) == chosen), own[0] if own else None)


def _kind(typed: Mapping[str, str]) -> Kind:
    # As the form stands before anything is chosen.
    return Kind(typed["kind"]) if typed.get("kind") in set(Kind) else Kind.CLAIM


def _named(typed: Mapping[str, str], lists: Lists) -> Naming:
    own = lists.own_unit_ids
    return naming_of(
        kind=_kind(typed),
        # Cut for the hint alone; sent like that, the form refuses it and cuts nothing.
        concerned=typed.get("concerned", "")[:RESPONDENT_MAX],
        respondent=typed.get("respondent", "")[:RESPONDENT_MAX],
        read_by=own[0] if own else None,
    )
