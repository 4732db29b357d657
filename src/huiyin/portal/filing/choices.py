"""What the steps offer to choose from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from huiyin.flows.draft_filing import role_of
from huiyin.flows.web_filing import readers_for, web_naming
from huiyin.intake.rules.draft import DraftContent
from huiyin.intake.rules.guesses import likely_kind
from huiyin.matters.core.rules.states import Kind
from huiyin.matters.respondents.selectors.naming import Naming
from huiyin.orgs.selectors import AreaNode, area_tree, category_search, category_views, unit_search
from huiyin.portal.howto.life import KindLine, kind_lines

_SUGGESTED = 6
_UNITS = 6
# Browsers drop ordinary blanks at the beginning of an option.
_WIDE_SPACE = "\u3000"


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices of a step: areas and categories by id with their names, units by name, readers in words."""

    kinds: tuple[KindLine, ...] = ()
    areas: tuple[tuple[int, str], ...] = ()
    categories: tuple[tuple[int, str], ...] = ()
    units: tuple[str, ...] = ()
    readers: str = ""


def choices_for(step: str, content: DraftContent) -> Choices:
    """What the step offers to somebody who has typed this."""
    if step == "where":
        return Choices(areas=tuple(_area_lines(area_tree())))
    if step == "kind":
        return Choices(kinds=tuple(kind_lines()), categories=category_choices(content))
    if step == "about":
        return Choices(units=unit_choices(content.concerned))
    return Choices(readers=reader_choice(content)) if step == "who" else Choices()


def kind_of(content: DraftContent) -> Kind:
    """The kind that was chosen; before that, what the story sounds like."""
    # A draft keeps whatever came, so this may be empty or no kind at all.
    return Kind(content.kind) if content.kind in set(Kind) else likely_kind(content.text)


def choices_taken(content: DraftContent) -> Choices:
    """Only what has been chosen already, without asking the database: for the moment of sending."""
    return Choices(
        kinds=tuple(kind_lines()),
        areas=((content.area_id, ""),) if content.area_id else (),
        categories=((content.category_id, ""),) if content.category_id else (),
    )


def category_choices(content: DraftContent) -> tuple[tuple[int, str], ...]:
    """The chosen category, then those that fit the words or else the text."""
    found = category_search(text=content.category_words.strip() or content.text, limit=_SUGGESTED)
    lines = {view.id: view.trail for view in found}
    chosen = content.category_id
    # What was chosen has to be among the choices, else the form would refuse its own draft.
    if chosen and chosen not in lines:
        lines = {view.id: view.trail for view in category_views(category_ids=[chosen]).values()} | lines
    return tuple(lines.items())


def naming_choice(content: DraftContent) -> Naming:
    """Whom the words of the draft mean, as if it were sent now."""
    return web_naming(
        kind=kind_of(content),
        concerned_text=content.concerned,
        respondent_text=content.respondent,
        concerned_role=role_of(content),
    )


def reader_choice(content: DraftContent) -> str:
    """Who could open a sealed filing, in words; "" when they would be too few."""
    readers = readers_for(respondents=naming_choice(content).respondents)
    if readers is None or not readers.suffice:
        return ""
    words = {"unit": readers.unit, "posts": gettext("、").join(readers.posts), "count": len(readers.officer_ids)}
    return gettext("%(unit)s的%(posts)s（%(count)d 人）") % words


def unit_choices(text: str) -> tuple[str, ...]:
    """Names of units that fit; none when the text already is one of them."""
    # One character is part of nearly every name.
    if len(text.strip()) < 2:
        return ()
    # Bounded, as the draft keeps what was typed whether or not it is too long.
    names = tuple(view.name for view in unit_search(text=text[:100], limit=_UNITS))
    return () if text.strip() in names else names


def _area_lines(nodes: Iterable[AreaNode], depth: int = 0) -> Iterator[tuple[int, str]]:
    for node in nodes:
        yield node.area.id, _WIDE_SPACE * depth + node.area.name
        yield from _area_lines(node.children, depth + 1)
