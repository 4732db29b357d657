"""Whom an internal note may ask to look: colleagues who see the matter anyway, and nobody else."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from huiyin.kernel.actor import UNIT_MANAGERS, Actor, Role
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import REVIEW_STATES
from huiyin.matters.core.selectors.gate import matter_get_for
from huiyin.matters.core.selectors.seeing import officers_seeing
from huiyin.matters.models import Assist, Matter, Mention
from huiyin.matters.recusal.selectors import officers_to_notify
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.orgs.selectors import PostView, chain_of, posts_of_unit

# More than these are nobody's colleagues at one matter.
COLLEAGUES_MOST = 60
_LABEL_MOST = 200
_ANSWERING = (Role.REGISTRAR, Role.APPROVER, Role.HANDLER)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who can be asked to look; `about` tells those of one name apart by unit and post.

    `label` says both, as it is kept with the note.
    """

    officer_id: int
    name: str
    about: str
    label: str


def colleagues_for_page(*, actor: Actor, matter_id: UUID, on: date) -> tuple[Colleague, ...]:
    """Whom this officer can ask to look at this matter. Raises MatterNotFound."""
    return colleagues_at(actor=actor, matter=matter_get_for(actor=actor, matter_id=matter_id), on=on)


def colleagues_at(*, actor: Actor, matter: Matter, on: date) -> tuple[Colleague, ...]:
    """Who works on it, and who leads with the actor further up.

    Never the actor, anybody whom it is about, who stands aside or stands in for these (条例 Art 28).
    """
    posts: dict[int, list[PostView]] = {}
    for post in _posts_at(actor, matter):
        if post.officer_id is not None and post.officer_id != actor.officer_id:
            posts.setdefault(post.officer_id, []).append(post)
    allowed = officers_to_notify(
        matter_id=matter.pk,
        officer_ids=list(posts),
        respondents=respondents_of(matter),
        read_in=matter.read_in,
        on=on,
    )
    # Deputies of those who are away come along there; who isn't a colleague here hears of it without being asked.
    found = [_colleague(officer_id, posts[officer_id]) for officer_id in allowed if officer_id in posts]
    return tuple(found[:COLLEAGUES_MOST])


def officer_sees(*, officer_id: int, matter_id: UUID, on: date) -> bool:
    """Whether the gate shows the matter to this officer, asked as for a page of theirs."""
    return bool(officers_seeing(officer_ids=[officer_id], matter_id=matter_id, on=on))


def mentions_of(matter: Matter, *, inside: bool) -> dict[UUID, tuple[str, ...]]:
    """The labels of those whom each note of a matter asks to look, for staff. No statement where there are none."""
    if not inside or not matter.parts & Part.MENTIONS:
        return {}
    found: dict[UUID, tuple[str, ...]] = {}
    rows = Mention.objects.filter(message__matter=matter).order_by("label").values_list("message_id", "label")
    for message_id, label in rows:
        found[message_id] = (*found.get(message_id, ()), label)
    return found


def _posts_at(actor: Actor, matter: Matter) -> Iterator[PostView]:
    for post in posts_of_unit(unit_id=matter.lead_unit_id, roles=(*UNIT_MANAGERS, Role.HANDLER)):
        # Handlers see what is theirs, and not all of their unit.
        if post.role is not Role.HANDLER or post.officer_id == matter.handler_id:
            yield post
    if matter.received_unit_id != matter.lead_unit_id:
        yield from posts_of_unit(unit_id=matter.received_unit_id, roles=UNIT_MANAGERS)
    if matter.review_unit_id is not None and matter.state in REVIEW_STATES:
        for post in posts_of_unit(unit_id=matter.review_unit_id, roles=(Role.REVIEWER,)):
            if post.officer_id == matter.reviewer_id:
                yield post
    for unit_id in _helping(matter):
        yield from posts_of_unit(unit_id=unit_id, roles=_ANSWERING)
    yield from _own_leaders(actor, {matter.lead_unit_id, matter.received_unit_id}, matter.lead_unit_id)


def _helping(matter: Matter) -> list[int]:
    if not matter.parts & Part.ASSISTS:
        return []
    asked = Assist.objects.filter(matter=matter, ended_at__isnull=True).order_by("position")
    return list(dict.fromkeys(asked.values_list("unit_id", flat=True)))


def _own_leaders(actor: Actor, known: Collection[int], lead_unit_id: int) -> Iterator[PostView]:
    """Whoever leads with the actor further up."""
    own = {post.unit_id for post in actor.posts} - set(known)
    above = {unit.id for unit in chain_of(unit_id=lead_unit_id)} if own else set()
    for unit_id in sorted(own & above):
        yield from posts_of_unit(unit_id=unit_id, roles=(Role.LEADER,))


def _colleague(officer_id: int, posts: list[PostView]) -> Colleague:
    first = posts[0]
    titles = "、".join(dict.fromkeys(post.title for post in posts if post.unit_id == first.unit_id))
    about = f"{first.unit_name} · {titles}"
    return Colleague(officer_id, first.officer_name, about, f"{first.officer_name}（{about}）"[:_LABEL_MOST])
