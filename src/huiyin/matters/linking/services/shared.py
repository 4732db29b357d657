"""What a step on one matter means for those that are worked on together with it."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import connection, models
from django.utils.translation import gettext

from huiyin.kernel.actor import Actor, ActorKind, Role
from huiyin.kernel.ids import format_matter_number
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.gate import matter_numbers_unbarred
from huiyin.matters.linking.errors import LeadsOthers, MergedAway, PartsOpen, PartsUnanswered, RecusedFromLed
from huiyin.matters.linking.rules import (
    ANOTHER,
    ANSWERED_ALONG,
    ANSWERED_LAST,
    ENDED_LAST,
    LEADING_REFUSED,
    MERGED_REFUSED,
)
from huiyin.matters.linking.selectors.merged import is_recused_from, merge_holds, merge_of, merges_into
from huiyin.matters.linking.selectors.split import parts_open, parts_unanswered
from huiyin.matters.models import Link, Matter, Reply
from huiyin.orgs.selectors import leaders_of, officers_of_unit

# What stands in a draft that was made together and isn't any more: in the office's own language, as all of it.
UNMERGED = "已解除合并，请重新起草。"


def check_links(actor: Actor, matter: Matter, action: Action, _at: datetime) -> None:
    """Refuse what is done on the leading matter, what a leading one can't do, what waits for parts.

    Nor does anybody answer along a matter that they stand aside from.
    Raises MergedAway, LeadsOthers, RecusedFromLed, PartsUnanswered, PartsOpen.
    """
    if not matter.parts & Part.LINKS:
        return
    if action in MERGED_REFUSED and (link := merge_of(matter)):
        raise MergedAway(number=_named([link.into], actor))
    if action in LEADING_REFUSED and merges_into(matter):
        raise LeadsOthers
    if action in ANSWERED_ALONG and _is_recused(actor, merges_into(matter)):
        raise RecusedFromLed
    if action in ANSWERED_LAST and (waiting := parts_unanswered(matter)):
        raise PartsUnanswered(numbers=_named(waiting, actor))
    if action in ENDED_LAST and (waiting := parts_open(matter)):
        raise PartsOpen(numbers=_named(waiting, actor))


def _is_recused(actor: Actor, led: Iterable[Link]) -> bool:
    """Whether the officer, or whoever they stand for, stands aside from one of these."""
    officers = [actor.officer_id, *actor.stands_for]
    return any(is_recused_from(officer, link.matter) for link in led for officer in officers)


def _named(matters: Collection[Matter], actor: Actor) -> str:
    """Their numbers as people read them; without that of one that is about whoever reads it."""
    numbers = [matter.number for matter in matters]
    if actor.kind is ActorKind.OFFICER:
        clear = matter_numbers_unbarred(actor=actor, numbers=numbers)
        numbers = [number for number in numbers if number in clear]
    return gettext("、").join(format_matter_number(number) for number in numbers) or gettext(ANOTHER)


def led_locked(matter: Matter) -> list[Link]:
    """What the matter leads now, with the rows of the led ones locked: nobody takes one out meanwhile."""
    led = [link.matter_id for link in merges_into(matter)]
    if not led:
        return []
    matters_lock(led)
    # Asked again: a merge may have been undone while this waited for the lock.
    return merges_into(matter)


def matters_lock(ids: Iterable[object]) -> None:
    """Lock these matters, always in the same order, so that no two steps wait for each other."""
    # On SQLite the transaction has taken the one write lock at its start already.
    if connection.vendor == "postgresql":
        list(Matter.objects.select_for_update().filter(pk__in=list(ids)).order_by("pk").values_list("pk", flat=True))


def merge_undo(link: Link, *, by: str, at: datetime) -> list[models.Model]:
    """End a merge before its answer and give the rows that changed; a draft that was made together is returned."""
    link.undone_at, link.undone_by = at, by
    rows: list[models.Model] = [link, *Reply.objects.filter(matter=link.matter_id, served_at=None, returned_at=None)]
    for row in rows[1:]:
        if isinstance(row, Reply):
            row.returned_at, row.return_reason = at, UNMERGED
    for row in rows:
        row.save(force_update=True)
    return rows


def merge_ended(matter: Matter, *, state: str, by: str, at: datetime) -> list[models.Model]:
    """What changes besides when a step takes a merged matter another way; `state` is where it stands after it."""
    link = merge_of(matter)
    if link is None or merge_holds(link, matter=matter, into=link.into, state=state):
        return []
    return merge_undo(link, by=by, at=at)


def merges_broken(matter: Matter) -> list[Link]:
    """Which of those that a matter leads can't go on with it, after a step has taken it another way."""
    return [
        link
        for link in led_locked(matter)
        if not merge_holds(link, matter=link.matter, into=matter, state=link.matter.state)
    ]


def replies_along(reply: Reply) -> list[Reply]:
    """The same reply for each matter that its own leads, not written yet; each has its own row and opinions."""
    return [
        Reply(
            matter=link.matter,
            round=link.matter.replies.count() + 1,
            facts=reply.facts,
            basis=reply.basis,
            drafter_id=reply.drafter_id,
            drafted_at=reply.drafted_at,
            co_drafters=reply.co_drafters,
        )
        for link in led_locked(reply.matter)
    ]


def drafts_along(matter: Matter) -> list[Reply]:
    """The drafts of the matters that this one leads, to be approved, returned or signed with its own."""
    led = [link.matter_id for link in led_locked(matter)]
    return list(Reply.objects.filter(matter__in=led, served_at=None, returned_at=None).order_by("pk"))


def number_of(matter: Matter) -> str:
    """As people read it."""
    return format_matter_number(matter.number)


def going_on(matter: Matter) -> list[int]:
    """Who goes on with a matter that is on its own again: its handler, else who gives matters out or leads there."""
    if matter.handler_id is not None:
        return [matter.handler_id]
    giving = officers_of_unit(unit_id=matter.lead_unit_id, roles=(Role.REGISTRAR, Role.APPROVER))
    return [officer.id for officer in giving] or leaders_of(unit_id=matter.lead_unit_id)
