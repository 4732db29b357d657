"""Recommendations of the petition office to a unit: better work, better policy, or that somebody answers for it.

Not necessarily about a matter, and answered in writing: adopted or not, and why (条例 Art 40).
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiyin.clocks.services import Clock, Subject, clocks_on_event
from huiyin.documents.services.letters import letter_issue
from huiyin.kernel.actor import SIGNERS, Actor
from huiyin.kernel.refs import Ref
from huiyin.kernel.text_limits import checked_text
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entry_append
from huiyin.matters.core.errors import UnitBarred, UnitUnknown
from huiyin.matters.core.rules.limits import TEXT_MAX
from huiyin.matters.core.rules.timed import RECOMMENDATION
from huiyin.matters.core.selectors.gate import matter_get_for
from huiyin.matters.handed_down.services.tasks import origin_done, recommendation_handed_down
from huiyin.matters.letters.services.texts import recommendation as recommendation_text
from huiyin.matters.models import Matter, Recommendation
from huiyin.matters.recommendation.errors import (
    RecommendationGone,
    RecommendationMissing,
    RecommendationNotAllowed,
    RecommendationUndecided,
)
from huiyin.matters.recommendation.rules import RecommendationKind
from huiyin.matters.recommendation.selectors.audience import RecommendationRound, recommendation_audience, signing_in
from huiyin.matters.respondents.selectors.bars import unit_is_barred
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.notices.services import NoticeDraft, notices_enqueue
from huiyin.orgs.rules import UnitKind
from huiyin.orgs.selectors import unit_is_active, unit_views

SENT = "matters.recommendation.sent"
REPLIED = "matters.recommendation.replied"


@dataclass(frozen=True, slots=True)
class RecommendationDraft:
    """What is recommended: the problem, what shows it (`evidence`, may be ""), and what is proposed."""

    kind: str
    to_unit_id: int
    problem: str
    proposal: str
    evidence: str = ""
    number: str = ""


def recommending_units(*, actor: Actor) -> list[int]:
    """The petition offices for which an officer may send recommendations."""
    held = actor.units_as(*SIGNERS)
    return sorted(pk for pk, unit in unit_views(unit_ids=held).items() if unit.kind == UnitKind.OFFICE)


@transaction.atomic
def recommendation_send(*, actor: Actor, draft: RecommendationDraft, at: datetime) -> UUID:
    """Send a recommendation to a unit; a matter is named only when its sender may see it and the unit isn't barred.

    Raises RecommendationNotAllowed, UnitUnknown, UnitBarred, RecommendationMissing, MatterNotFound, TextTooLong.
    """
    offices = recommending_units(actor=actor)
    if not offices:
        raise RecommendationNotAllowed
    from_unit_id = offices[0]
    if draft.to_unit_id == from_unit_id or not unit_is_active(unit_id=draft.to_unit_id):
        raise UnitUnknown
    matter = _matter(actor, draft)
    row = Recommendation(
        matter=matter,
        kind=RecommendationKind(draft.kind) if draft.kind in set(RecommendationKind) else "",
        from_unit_id=from_unit_id,
        to_unit_id=draft.to_unit_id,
        problem=checked_text(draft.problem, field="problem", most=TEXT_MAX),
        evidence=checked_text(draft.evidence, field="evidence", most=TEXT_MAX),
        proposal=checked_text(draft.proposal, field="proposal", most=TEXT_MAX),
        sent_at=at,
        sent_by=int(actor.key),
    )
    if not (row.kind and row.problem and row.proposal):
        raise RecommendationMissing
    # First the clock: it says by which day, and without that the row can't be stored.
    clocks = _heard(row, at, "recommended")
    row.due_on = office_day(clocks[0].due_at)
    row.save(force_insert=True)
    letter = letter_issue(
        content=recommendation_text(row, at), subject=_subject(row), unit_id=from_unit_id, actor=actor.ref, at=at
    )
    recommendation_handed_down(row, actor=actor, at=at)
    entry_append(kind=SENT, subject=_subject(row), at=at, actor=actor.ref, rows=[row, letter, *clocks])
    _notify(row, "recommendation_received", row.to_unit_id, at)
    return row.pk


@transaction.atomic
def recommendation_reply(*, actor: Actor, recommendation_id: UUID, adopted: bool, reply: str, at: datetime) -> None:
    """Answer a recommendation for the unit that got it: adopted or not, with what follows or why not.

    Raises RecommendationGone, RecommendationNotAllowed, RecommendationUndecided, TextTooLong.
    """
    row = (
        Recommendation.objects.select_for_update(of=("self",))
        .filter(pk=recommendation_id, replied_at__isnull=True)
        .first()
    )
    own = actor.units_as(*SIGNERS) | actor.command_unit_ids
    # Who signs for neither side learns nothing, not even that there is one.
    if row is None or (row.to_unit_id not in own and row.from_unit_id not in own):
        raise RecommendationGone
    if row.to_unit_id not in own or row.sent_by == actor.officer_id:
        raise RecommendationNotAllowed
    row.reply = checked_text(reply, field="reply", most=TEXT_MAX)
    if not row.reply:
        raise RecommendationUndecided
    row.adopted, row.replied_at, row.replied_by = adopted, at, actor.officer_id
    row.save(force_update=True)
    clocks = _heard(row, at, "recommendation_replied")
    origin_done(row, note=row.reply, actor=actor, at=at)
    entry_append(kind=REPLIED, subject=_subject(row), at=at, actor=actor.ref, rows=[row, *clocks])
    _notify(row, "recommendation_answered", row.from_unit_id, at)


def _notify(row: Recommendation, template: str, unit_id: int, at: datetime) -> None:
    """Those who sign for a unit learn of it, in the transaction of the change."""
    view = RecommendationRound.of(row)
    officers = recommendation_audience(view, officer_ids=signing_in(unit_id), at=at)
    notices_enqueue(
        [
            NoticeDraft(
                template=template,
                dedupe=f"{template}:{row.pk}:{officer_id}",
                at=at,
                officer_id=officer_id,
                params={"path": view.path},
            )
            for officer_id in officers
        ]
    )


def _matter(actor: Actor, draft: RecommendationDraft) -> Matter | None:
    if not draft.number:
        return None
    matter = matter_get_for(actor=actor, number=draft.number)
    if unit_is_barred(unit_id=draft.to_unit_id, respondents=respondents_of(matter)):
        raise UnitBarred
    return matter


def _heard(row: Recommendation, at: datetime, event: str) -> list[Clock]:
    subject = Subject(id=row.pk, kind=RECOMMENDATION.name, at=at)
    return clocks_on_event(subject=subject, event=event).rows


def _subject(row: Recommendation) -> Ref:
    return Ref("recommendation", row.pk)
