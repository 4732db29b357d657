"""The reply: drafted, approved by another person (条例 Art 32). How it is served stands in `service`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.kernel.actor import Actor
from huiyin.kernel.text_limits import checked_text
from huiyin.matters.carrying_out.services import StepDraft, steps_promise
from huiyin.matters.core.rules.limits import TEXT_MAX
from huiyin.matters.core.rules.states import OPINION_OUTCOMES, Action
from huiyin.matters.core.services.engine import MatterChange, move
from huiyin.matters.handover.services.shared import objection_lapses
from huiyin.matters.linking.errors import MergedOpinionMissing
from huiyin.matters.linking.selectors.split import requests_left
from huiyin.matters.linking.services.shared import drafts_along, number_of, replies_along
from huiyin.matters.models import Opinion, Reply
from huiyin.matters.reply.errors import BasisMissing, FactsMissing, OpinionMissing, ReasonMissing
from huiyin.matters.reply.selectors import approvers_besides, check_unwritten
from huiyin.matters.reply.services.co_drafters import co_drafters_of
from huiyin.matters.reply.services.files import annexes_attach
from huiyin.matters.reply.services.sign import signature_ask
from huiyin.matters.search.services.index import index_add_replies


@dataclass(frozen=True, slots=True)
class OpinionDraft:
    """The opinion on one request, as typed."""

    outcome: str
    reasons: str


def reply_draft(
    *,
    actor: Actor,
    matter_id: UUID,
    facts: str,
    opinions: Mapping[UUID, OpinionDraft],
    basis: str,
    steps: Sequence[StepDraft] = (),
    draft_id: UUID | None = None,
    keep_files: Collection[UUID] = (),
    at: datetime,
    seen: int | None = None,
) -> None:
    """Draft the reply with an opinion on every request; it then waits for approval.

    `opinions` is keyed by the request's id, those of matters that are answered along with it among them; `steps` is
    what it promises; `draft_id` is the officer's own draft that it was written in, whose files become its annexes;
    `keep_files` are those of a round that came back which it keeps.

    Raises FactsMissing, OpinionMissing, MergedOpinionMissing, BasisMissing, TextTooLong, and what `steps_promise`
    and `annexes_attach` raise.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.DRAFT, at=at, seen=seen) as change:
        reply = Reply(
            matter=change.matter,
            round=change.matter.replies.count() + 1,
            facts=checked_text(facts, field="facts", most=TEXT_MAX),
            basis=checked_text(basis, field="basis", most=TEXT_MAX),
            drafter_id=actor.officer_id,
            drafted_at=at,
            co_drafters=co_drafters_of(change),
        )
        if not reply.facts:
            raise FactsMissing
        if not reply.basis:
            raise BasisMissing
        opinions_given = _opinions(reply, opinions)
        along = replies_along(reply)
        given_along = [opinion for other in along for opinion in _opinions(other, opinions, number_of(other.matter))]
        change.save(reply, *opinions_given, *along, *given_along)
        annexes_attach(change, (reply, *along), keep_files=keep_files, draft_id=draft_id)
        index_add_replies([reply, *along], [*opinions_given, *given_along])
        steps_promise(change, reply, steps, [opinion.outcome for opinion in opinions_given])
        # Who answers a matter can't say any more that it isn't theirs.
        objection_lapses(change)
        change.notify_officers("approval_waiting", approvers_besides(change.matter, reply.written_by))


def reply_approve(*, actor: Actor, matter_id: UUID, at: datetime, seen: int | None = None) -> None:
    """Approve the draft; never what one has written oneself or along. Raises OwnDraft, CoDraftNotAllowed."""
    with move(actor=actor, matter_id=matter_id, action=Action.APPROVE, at=at, seen=seen) as change:
        reply = _current(change)
        check_unwritten(reply, actor)
        for draft in (reply, *drafts_along(change.matter)):
            draft.approver_id = actor.officer_id
            draft.approved_at = at
            change.changed(draft)
        signature_ask(change, reply)


def reply_return(*, actor: Actor, matter_id: UUID, reason: str, at: datetime, seen: int | None = None) -> None:
    """Send the draft back with what to change; the handler drafts anew. Raises ReasonMissing."""
    with move(actor=actor, matter_id=matter_id, action=Action.RETURN, at=at, seen=seen) as change:
        reply = _current(change)
        reply.return_reason = checked_text(reason, field="reason", most=TEXT_MAX)
        if not reply.return_reason:
            raise ReasonMissing
        for draft in (reply, *drafts_along(change.matter)):
            draft.return_reason, draft.returned_at = reply.return_reason, at
            change.changed(draft)
        if change.matter.handler_id:
            change.notify_officers("draft_returned", [change.matter.handler_id])


def reply_recall(*, actor: Actor, matter_id: UUID, at: datetime, seen: int | None = None) -> None:
    """Take one's own draft back while nobody has approved it; it is drafted anew, and approvers hear of it.

    Raises RecallNotAllowed.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.RECALL, at=at, seen=seen) as change:
        reply = _current(change)
        for draft in (reply, *drafts_along(change.matter)):
            draft.returned_at, draft.is_recalled = at, True
            change.changed(draft)
        change.notify_officers("draft_recalled", approvers_besides(change.matter, reply.written_by))


def _current(change: MatterChange) -> Reply:
    """The reply of the latest round: the states guarantee that there is one."""
    return change.matter.replies.order_by("-round")[0]


def _opinions(reply: Reply, given: Mapping[UUID, OpinionDraft], number: str = "") -> list[Opinion]:
    """One on each request; `number` names the matter where it isn't the one that is drafted."""
    opinions = []
    for request in requests_left(reply.matter):
        draft = given.get(request.pk)
        reasons = checked_text(draft.reasons, field="opinions", most=TEXT_MAX) if draft else ""
        if draft is None or not reasons or draft.outcome not in OPINION_OUTCOMES:
            if number:
                raise MergedOpinionMissing(number=number, position=request.position)
            raise OpinionMissing(position=request.position)
        opinions.append(Opinion(reply=reply, request=request, outcome=draft.outcome, reasons=reasons))
    return opinions
