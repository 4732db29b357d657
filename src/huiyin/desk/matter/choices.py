"""What the forms of a page offer: units, handlers. Asked for only where a move needs it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext

from huiyin.desk.matter.unit_field import UnitOption
from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.time import now, office_day
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.explanation.selectors.meetings import NO_EXPLAINERS, Explainers, explainers_for_page
from huiyin.matters.field_visit.selectors import NO_VISITORS, Visitors, visitors_for_page
from huiyin.matters.messages.selectors.mentions import Colleague, colleagues_for_page
from huiyin.matters.receipt.services import identity_is_compared
from huiyin.matters.respondents.selectors.bars import officers_unbarred, unit_is_barred
from huiyin.matters.review.selectors.review import chairs_for_page
from huiyin.orgs.selectors import (
    CategoryView,
    chain_of,
    competent_unit,
    officers_of_unit,
    posts_of_officers,
    posts_of_unit,
    unit_name,
)
from huiyin.orgs.selectors.grants import sealed_readers
from huiyin.routing.selectors import category_suggestions, unit_suggestion
from huiyin.vault.services import seal_key_holders

# What routing looks at while a matter is registered.
_TEXT_MOST = 3000


@dataclass(frozen=True, slots=True)
class MoveChoices:
    """Handlers of the lead unit as (id, name and post), the units that are probably competent."""

    handlers: tuple[tuple[int, str], ...] = ()
    units: tuple[UnitOption, ...] = ()
    readers: tuple[tuple[int, str], ...] = ()
    chairs: tuple[tuple[int, str], ...] = ()
    staff: tuple[tuple[int, str], ...] = ()
    leaders: tuple[tuple[int, str], ...] = ()
    categories: tuple[CategoryView, ...] = ()
    is_compared: bool = False
    colleagues: tuple[Colleague, ...] = ()
    visitors: Visitors = NO_VISITORS
    explainers: Explainers = NO_EXPLAINERS


def choices_for(*, page: MatterView, actor: Actor, actions: Collection[Action]) -> MoveChoices:
    """What these actions need: at most five statements while no respondent is named."""
    return MoveChoices(
        handlers=handlers_of(page.lead_unit_id) if {Action.ASSIGN_HANDLER, Action.REMARK} & set(actions) else (),
        units=_suggested(page, actor) if {Action.ASSIGN_UNIT, Action.ACCEPT} & set(actions) else (),
        readers=_readers(page) if Action.ADD_READER in actions else (),
        chairs=chairs_for_page(matter_id=page.id) if Action.ANNOUNCE_HEARING in actions else (),
        leaders=_leaders_for(page, actor, actions),
        is_compared=Action.REISSUE_CODE in actions and identity_is_compared(actor=actor, matter_id=page.id, at=now()),
        categories=_likely(page) if Action.CLASSIFY in actions else (),
        staff=_staff(page, actor) if Action.RECUSE in actions else (),
        colleagues=(
            colleagues_for_page(actor=actor, matter_id=page.id, on=office_day(now()))
            if Action.NOTE in actions
            else ()
        ),
        visitors=_visitors(page, actor, actions),
        explainers=_explainers(page, actor, actions),
    )


def _visitors(page: MatterView, actor: Actor, actions: Collection[Action]) -> Visitors:
    """Who may have gone along to a visit on the spot."""
    if not {Action.RECORD_FIELD_VISIT, Action.CORRECT_FIELD_VISIT}.intersection(actions):
        return NO_VISITORS
    return visitors_for_page(actor=actor, matter_id=page.id, on=office_day(now()))


def _explainers(page: MatterView, actor: Actor, actions: Collection[Action]) -> Explainers:
    """Who can come to an explanation meeting."""
    if Action.FIX_EXPLANATION not in actions:
        return NO_EXPLAINERS
    return explainers_for_page(actor=actor, matter_id=page.id, on=office_day(now()))


def _likely(page: MatterView) -> tuple[CategoryView, ...]:
    """The categories that its words suggest, besides the one that it has; a sealed one has no words to go by."""
    if page.seal is not None:
        return ()
    found = category_suggestions(text=f"{page.title} {page.text[:_TEXT_MOST]} {page.place}")
    return tuple(category for category in found if category.id != page.category_id)


def handlers_of(unit_id: int) -> tuple[tuple[int, str], ...]:
    """A unit's handlers as (id, name and posts). One statement."""
    titles: dict[int, list[str]] = {}
    names: dict[int, str] = {}
    for post in posts_of_unit(unit_id=unit_id, roles=(Role.HANDLER,)):
        # A vacant post stands among them too.
        if post.officer_id is not None:
            names[post.officer_id] = post.officer_name
            titles.setdefault(post.officer_id, []).append(post.title)
    return tuple(
        (officer_id, f"{name} · {gettext('、').join(titles[officer_id])}") for officer_id, name in names.items()
    )


def _leaders_for(page: MatterView, actor: Actor, actions: Collection[Action]) -> tuple[tuple[int, str], ...]:
    if Action.HAND_ON_SPONSOR in actions:
        return _leaders(page, actor)
    # Given from above: only to leaders whom the officer commands.
    return _leaders(page, actor, within=actor.command_unit_ids) if Action.SPONSOR in actions else ()


def _leaders(page: MatterView, actor: Actor, within: Collection[int] | None = None) -> tuple[tuple[int, str], ...]:
    """Who could take over from the sponsor: the leaders of the unit that has it and of those above."""
    posts = [
        post
        for unit in chain_of(unit_id=page.lead_unit_id)
        if within is None or unit.id in within
        for post in posts_of_unit(unit_id=unit.id, roles=(Role.LEADER,))
    ]
    return tuple(
        (post.officer_id, f"{post.officer_name} · {post.unit_name} · {post.title}")
        for post in posts
        if post.officer_id is not None and post.officer_id != actor.officer_id
    )


def _staff(page: MatterView, actor: Actor) -> tuple[tuple[int, str], ...]:
    """Who can stand aside: oneself, and for who leads or approves there, everybody of the unit."""
    own = ((actor.officer_id or 0, gettext("我自己")),)
    # Who leads or approves may declare that somebody has to stand aside (条例 Art 28).
    leads = page.lead_unit_id in actor.command_unit_ids | actor.units_as(Role.APPROVER)
    found = officers_of_unit(unit_id=page.lead_unit_id) if leads else []
    return own + tuple((officer.id, officer.display_name) for officer in found if officer.id != actor.officer_id)


def _readers(page: MatterView) -> tuple[tuple[int, str], ...]:
    """Who could be let read what is sealed: holders of a key whom it isn't about and who can't read it yet."""
    known = {reader.officer_id for reader in page.seal.readers} if page.seal else set()
    holders = officers_unbarred(
        # A key alone reads nothing: a second person has to have agreed to the reader (docs/vault.md).
        officer_ids=sorted((seal_key_holders() & sealed_readers()) - known),
        respondents=page.respondents,
    )
    posts = posts_of_officers(officer_ids=holders)
    found = [
        (held[0].unit_id != page.lead_unit_id, held[0], officer_id) for officer_id, held in posts.items() if held
    ]
    # First the unit that has the matter: a reader is added because they will work on it.
    found.sort(key=lambda holder: (holder[0], holder[1].unit_id, holder[2]))
    return tuple(
        (officer_id, f"{post.unit_name} · {post.title} · {post.officer_name}") for _far, post, officer_id in found
    )


def _suggested(page: MatterView, actor: Actor) -> tuple[UnitOption, ...]:
    """The competent unit, unless the matter is there already; one that is barred is never suggested."""
    # Looking at bars costs two more statements, and most matters name no respondent.
    found = [_concerned(page), _competent(page) if not page.respondents else _unbarred(page, actor)]
    # By id, since the concerned unit is often the competent one as well.
    options = {option.id: option for option in found if option is not None and option.id != page.lead_unit_id}
    return tuple(options.values())


def _concerned(page: MatterView) -> UnitOption | None:
    """The unit that the petitioner says it concerns, unless it is barred."""
    unit_id = page.concerned_unit_id
    # The petitioner may bar, at any time, the unit that they named as concerned.
    if unit_id is None or unit_is_barred(unit_id=unit_id, respondents=page.respondents):
        return None
    return UnitOption(unit_id, page.concerned_unit, is_suggested=True)


def _competent(page: MatterView) -> UnitOption | None:
    if page.category_id is None:
        return None
    unit_id = competent_unit(category_id=page.category_id, area_id=page.area_id)
    if unit_id is None or unit_id == page.lead_unit_id:
        return None
    return UnitOption(unit_id, unit_name(unit_id=unit_id), is_suggested=True)


def _unbarred(page: MatterView, actor: Actor) -> UnitOption | None:
    found = unit_suggestion(
        category_id=page.category_id,
        area_id=page.area_id,
        actor=actor,
        respondents=page.respondents,
    )
    return UnitOption(found.id, found.name, is_suggested=True) if found else None
