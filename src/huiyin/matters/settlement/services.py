"""Both sides have agreed: a settlement takes the place of an opinion (条例 Art 33)."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import models

from huiyin.kernel.actor import Actor
from huiyin.kernel.text_limits import checked_text
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.limits import TEXT_MAX
from huiyin.matters.core.rules.states import Action, MessageKind, Outcome
from huiyin.matters.core.services.engine import MatterChange, move
from huiyin.matters.delivery.errors import DayOutOfRange
from huiyin.matters.handover.services.shared import objection_lapses
from huiyin.matters.linking.selectors.split import requests_left
from huiyin.matters.models import Attachment, Message, Opinion, Reply
from huiyin.matters.reply.errors import FactsMissing
from huiyin.matters.reply.selectors import approvers_besides
from huiyin.matters.reply.services.co_drafters import co_drafters_of
from huiyin.matters.reply.services.files import annexes_attach
from huiyin.matters.search.services.index import index_add_replies
from huiyin.matters.settlement.errors import AgreementMissing, AgreementUnproven

# What stands in the reply, in the office's own language as everything else there.
SETTLEMENT_BASIS = "《信访工作条例》第三十三条"
_REASONS = "双方 %(day)s 达成协议，按协议办理。"


def reply_settle(
    *,
    actor: Actor,
    matter_id: UUID,
    facts: str,
    agreement: str,
    agreed_on: date,
    proof_id: UUID,
    draft_id: UUID | None = None,
    keep_files: Collection[UUID] = (),
    at: datetime,
    seen: int | None = None,
) -> None:
    """Draft a settlement instead of an opinion; like one it waits for another person's approval, then is served.

    `proof_id` shows that the petitioner agreed: a file of this matter with both signatures, or a message that they
    wrote here; `draft_id` is the officer's own draft that it was written in, and `keep_files` the files of a
    round that came back, as in `reply_draft`. Raises FactsMissing, AgreementMissing,
    AgreementUnproven, DayOutOfRange, TextTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.SETTLE, at=at, seen=seen) as change:
        reply = Reply(
            matter=change.matter,
            round=change.matter.replies.count() + 1,
            facts=checked_text(facts, field="facts", most=TEXT_MAX),
            basis=SETTLEMENT_BASIS,
            settlement=checked_text(agreement, field="agreement", most=TEXT_MAX),
            drafter_id=actor.officer_id,
            drafted_at=at,
            co_drafters=co_drafters_of(change),
        )
        if not reply.facts:
            raise FactsMissing
        if not reply.settlement:
            raise AgreementMissing
        _check_day(change, agreed_on)
        proof = _proof(change, proof_id)
        change.facts["day"] = agreed_on.isoformat()
        change.facts["proof"] = f"{proof._meta.model_name}:{proof.pk}"
        # The entry commits to the proof as well: it can't be exchanged afterwards without being noticed.
        change.rows.append(proof)
        change.save(reply, *_agreed(change, reply, agreed_on))
        annexes_attach(change, (reply,), keep_files=keep_files, draft_id=draft_id)
        index_add_replies([reply], [])
        objection_lapses(change)
        change.notify_officers("approval_waiting", approvers_besides(change.matter, reply.written_by))


def _proof(change: MatterChange, proof_id: UUID) -> models.Model:
    # Only what the petitioner wrote: the office's own words show no agreement of theirs.
    written = Message.objects.filter(matter=change.matter, kind=MessageKind.WRITTEN, pk=proof_id).first()
    proof = written or Attachment.objects.filter(matter=change.matter, pk=proof_id).first()
    if proof is None:
        raise AgreementUnproven
    return proof


def _check_day(change: MatterChange, agreed_on: date) -> None:
    first, last = office_day(change.matter.received_at), office_day(change.at)
    if not first <= agreed_on <= last:
        raise DayOutOfRange(field="agreed_on", first=first.isoformat(), last=last.isoformat())


def _agreed(change: MatterChange, reply: Reply, agreed_on: date) -> list[Opinion]:
    reasons = _REASONS % {"day": f"{agreed_on.year}年{agreed_on.month}月{agreed_on.day}日"}
    return [
        Opinion(reply=reply, request=request, outcome=Outcome.SETTLED, reasons=reasons)
        for request in requests_left(change.matter)
    ]
