"""Who must not see a matter: who names them, and how a bar is lifted (条例 Arts 28, 30).

The office adds, and never lifts: a bar ends by the petitioner alone, with the receipt code at the counter, or after
the petitioner was asked and had the time to object.
"""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from huiyin.kernel.actor import Actor, system
from huiyin.kernel.ids import parse_receipt_code, receipt_hash
from huiyin.kernel.keys import load_key
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import clean_line
from huiyin.kernel.text_limits import checked_text
from huiyin.matters.core.errors import UnitUnknown
from huiyin.matters.core.rules.limits import MESSAGE_MAX, RESPONDENT_MAX, RESPONDENTS_MAX
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import UNANSWERED_STATES, Action, Kind
from huiyin.matters.core.services.engine import MatterChange, move
from huiyin.matters.handover.services.shared import clocks_hear, receivers_of
from huiyin.matters.linking.errors import NotSplitConflict, RespondentOfWhole
from huiyin.matters.linking.rules import joined
from huiyin.matters.linking.selectors.split import parts_of, whole_of
from huiyin.matters.models import Event, LiftProposal, Matter
from huiyin.matters.receipt.moves import REISSUED_KIND
from huiyin.matters.register.rules import REGISTERED_KIND
from huiyin.matters.respondents.errors import (
    BarGone,
    BarTextMissing,
    CodeWrong,
    CodeYourOwn,
    LiftProposedAlready,
    LiftReasonMissing,
    NoOtherUnitAnswers,
    NotASlip,
    NothingProposed,
    PetitionerOutOfReach,
)
from huiyin.matters.respondents.selectors.bars import unit_is_barred
from huiyin.matters.respondents.selectors.respondents import BarView, bars_of, proposal_of, respondents_of
from huiyin.matters.respondents.services.rows import respondents_bar, respondents_confirm, respondents_write
from huiyin.matters.seal.rules import sealed_respondent_name
from huiyin.notices.selectors import petitioner_reachable
from huiyin.orgs.rules import Respondents
from huiyin.orgs.selectors import Recognised, respondents_recognised, unit_is_active
from huiyin.vault.services import seal_add


@transaction.atomic
def matter_name_respondent(
    *,
    actor: Actor,
    matter_id: UUID,
    unit_id: int | None,
    officer_id: int | None,
    text: str,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Say whom the matter is about, besides whom it names already; without a unit or officer: nobody known here.

    Whoever is recognised in the words of "nobody known here" is barred all the same.
    From now on they, and all they command, are barred from it. If the unit that has it is barred by this, the matter
    moves at once to the nearest one above that isn't. Whom a matter that was split is about, its parts are about too.
    Raises UnitUnknown, BarTextMissing, TextTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.NAME_RESPONDENT, at=at, seen=seen) as change:
        if unit_id is not None and not unit_is_active(unit_id=unit_id):
            raise UnitUnknown
        words = checked_text(clean_line(text), field="text", most=RESPONDENT_MAX)
        if unit_id is None and officer_id is None and not words:
            raise BarTextMissing
        before = respondents_of(change.matter)
        named = Respondents.of([unit_id], [officer_id])
        if not named:
            # Whoever writes 你们局 means the unit that reads it, which therefore has to be known.
            found = respondents_recognised(text=words, read_by=change.matter.lead_unit_id)
            named = Respondents(found.unit_ids, found.officer_ids)
        _write_words(change, words)
        change.matter.respondents_settled = True
        respondents_bar(change, before | named)
    # After the step: the parts look at whom the whole's stored row bars.
    _bar_parts(change.matter, before, at)


@transaction.atomic
def bar_add(*, actor: Actor, matter_id: UUID, text: str, at: datetime) -> Recognised:
    """The petitioner wants a unit or an officer not to see the matter; gives who was recognised.

    Words that mean nobody known here go to who receives matters there: until they settle them the matter isn't
    handed on. Raises BarTextMissing, TextTooLong, NoOtherUnitAnswers.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.ADD_BAR, at=at) as change:
        matter = change.matter
        words = checked_text(clean_line(text), field="text", most=RESPONDENT_MAX)
        if not words:
            raise BarTextMissing
        found = respondents_recognised(text=words, read_by=matter.lead_unit_id)
        wanted = Respondents(found.unit_ids, found.officer_ids)
        before = respondents_of(matter)
        _confirm(change, wanted)
        had = matter.lead_unit_id
        change.facts["whom"] = gettext("、").join(found.unit_names)
        _write_words(change, _both(matter.respondent_text, words))
        respondents_bar(change, before | wanted)
        # It could go nowhere else. Raised within the step, so that all of it is taken back.
        if had == matter.lead_unit_id and unit_is_barred(unit_id=had, respondents=before | wanted):
            raise NoOtherUnitAnswers
        if found.rest:
            matter.respondents_settled = False
            change.notify_officers("petitioner_wrote", receivers_of(matter.lead_unit_id))
    _bar_parts(change.matter, before, at)
    return found


@transaction.atomic
def bar_lift(*, actor: Actor, matter_id: UUID, bar: str, at: datetime) -> None:
    """The petitioner lets somebody see the matter again. Raises BarGone, RespondentOfWhole."""
    with move(actor=actor, matter_id=matter_id, action=Action.LIFT_BAR, at=at) as change:
        before = _lift(change, _bar_named(change.matter, bar))
    _bar_parts(change.matter, before, at)


@transaction.atomic
def bar_lift_at_counter(
    *, actor: Actor, matter_id: UUID, bar: str, code: str, at: datetime, seen: int | None = None
) -> None:
    """Undo a bar at the counter, for whoever shows the petitioner's receipt code.

    Raises CodeWrong, CodeYourOwn, BarGone, RespondentOfWhole.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.LIFT_BAR_AT_COUNTER, at=at, seen=seen) as change:
        given = parse_receipt_code(code) or ""
        key = load_key(settings.HUIYIN_KEYS, "receipts")
        if receipt_hash(key=key, code=given) != bytes(change.matter.receipt_hash):
            raise CodeWrong
        meant = _bar_named(change.matter, bar)
        _check_shown(change, meant)
        before = _lift(change, meant)
        change.notify_petitioner()
    _bar_parts(change.matter, before, at)


def lift_propose(
    *, actor: Actor, matter_id: UUID, bar: str, reason: str, at: datetime, seen: int | None = None
) -> None:
    """Tell the petitioner that the office wrote down a bar by a slip: it is lifted unless they object in time.

    Only what an officer wrote down, and only where the petitioner can be reached. Raises BarGone, NotASlip,
    PetitionerOutOfReach, LiftProposedAlready, LiftReasonMissing, TextTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.PROPOSE_LIFT, at=at, seen=seen) as change:
        matter = change.matter
        meant = _bar_named(matter, bar)
        if not meant.is_by_office:
            raise NotASlip
        if not petitioner_reachable(identity_id=matter.identity_id):
            raise PetitionerOutOfReach
        if proposal_of(matter) is not None:
            raise LiftProposedAlready
        words = checked_text(reason, field="reason", most=MESSAGE_MAX)
        if not words:
            raise LiftReasonMissing
        position = LiftProposal.objects.filter(matter=matter).count() + 1
        matter.parts |= Part.LIFT_PROPOSALS
        change.round = position
        change.facts |= {"whom": _name_for_petitioner(meant), "reason": words}
        change.save(
            LiftProposal(
                matter=matter, position=position, unit_id=min(meant.barred.unit_ids, default=None),
                officer_id=min(meant.barred.officer_ids, default=None), at=at, by=actor.ref, reason=words,
            )
        )  # fmt: skip
        change.notify_petitioner()


def lift_object(*, actor: Actor, matter_id: UUID, at: datetime) -> None:
    """The petitioner wants the bar to stay: it is theirs from now on, asked about no more. Raises NothingProposed."""
    with move(actor=actor, matter_id=matter_id, action=Action.OBJECT_TO_LIFT, at=at) as change:
        proposal = _end_proposal(change)
        change.round = proposal.position
        respondents_confirm(change, Respondents.of([proposal.unit_id], [proposal.officer_id]))
        change.notify_officers("petitioner_wrote", receivers_of(change.matter.lead_unit_id))


@transaction.atomic
def lift_slip(*, actor: Actor, matter_id: UUID, at: datetime) -> None:
    """Lift what was proposed, after the petitioner's time to object. Raises NothingProposed, BarGone."""
    with move(actor=actor, matter_id=matter_id, action=Action.LIFT_SLIP, at=at) as change:
        proposal = _end_proposal(change)
        change.round = proposal.position
        proposal.is_lifted = True
        # The entry has this row from `_end_proposal`, and reads it when the step is over.
        proposal.save(force_update=True)
        barred = Respondents.of([proposal.unit_id], [proposal.officer_id])
        meant = next((bar for bar in bars_of(change.matter, inside=False) if bar.barred == barred), None)
        if meant is None:
            raise BarGone
        before = _lift(change, meant)
        change.notify_petitioner()
    _bar_parts(change.matter, before, at)


def matter_bar_along(*, actor: Actor, matter_id: UUID, before: Respondents, at: datetime) -> None:
    """Bar from a part whom its whole is about, as part of naming them there; `before`: whom that was about till now.

    Whoever the part names by itself stays barred from it. Raises NotSplitConflict.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.BAR_ALONG, at=at) as change:
        whole = whole_of(change.matter)
        if whole is None:
            raise NotSplitConflict
        after = respondents_of(whole.into)
        both = joined(respondents_of(change.matter), before=before, after=after)
        # Where the part bars somebody besides, its own words say whom: the whole's would take their place.
        if both == after:
            change.matter.respondent_text = whole.into.respondent_text
        change.matter.respondents_settled = change.matter.respondents_settled and whole.into.respondents_settled
        respondents_bar(change, both)


def _confirm(change: MatterChange, wanted: Respondents) -> None:
    """What the petitioner bars is theirs from now on, also where the office had written it down; no slip is left."""
    respondents_confirm(change, wanted)
    asked = proposal_of(change.matter)
    if asked is not None and Respondents.of([asked.unit_id], [asked.officer_id]) <= wanted:
        _withdraw_proposal(change)


def _bar_parts(matter: Matter, before: Respondents, at: datetime) -> None:
    for link in parts_of(matter):
        matter_bar_along(actor=system("split"), matter_id=link.matter_id, before=before, at=at)


def _lift(change: MatterChange, meant: BarView) -> Respondents:
    """Lift one bar; gives who was barred before. An accusation that names nobody any more has to be settled anew."""
    matter = change.matter
    whole = whole_of(matter)
    if whole is not None and meant.barred <= respondents_of(whole.into):
        raise RespondentOfWhole
    before = respondents_of(matter)
    respondents_write(change, before - meant.barred)
    change.facts["whom"] = _name_for_petitioner(meant)
    if matter.kind == Kind.ACCUSATION and before == meant.barred and matter.state in UNANSWERED_STATES:
        matter.respondents_settled = False
    asked = proposal_of(matter)
    if asked is not None and Respondents.of([asked.unit_id], [asked.officer_id]) == meant.barred:
        _withdraw_proposal(change)
    return before


def _withdraw_proposal(change: MatterChange) -> None:
    """Something else decides what the petitioner was asked: they are reminded of it no more."""
    clocks_hear(change, event="lift_decided", position=_end_proposal(change).position)


def _check_shown(change: MatterChange, meant: BarView) -> None:
    """That the code can only have come from the petitioner: not from a page of this officer's. Raises CodeYourOwn.

    Whoever registered it undoes their own slip at once; that the receipt was on their screen gives them no more.
    """
    matter = change.matter
    whole = whole_of(matter)
    family = whole.into if whole is not None else matter
    # One code opens all of them: it may have been on this officer's screen with any.
    ids = [matter.pk, family.pk, *(part.matter_id for part in parts_of(family))]
    kinds = [REISSUED_KIND] if meant.is_by_office else [REISSUED_KIND, REGISTERED_KIND]
    if Event.objects.filter(matter__in=ids, actor=change.actor.ref, kind__in=kinds).exists():
        raise CodeYourOwn


def _end_proposal(change: MatterChange) -> LiftProposal:
    proposal = proposal_of(change.matter)
    if proposal is None:
        raise NothingProposed
    proposal.ended_at = change.at
    change.changed(proposal)
    return proposal


def _bar_named(matter: Matter, key: str) -> BarView:
    found = next((bar for bar in bars_of(matter, inside=False) if bar.key == key), None)
    if found is None:
        raise BarGone
    return found


def _name_for_petitioner(bar: BarView) -> str:
    """How a bar is named to its petitioner: of an officer nothing but that it is one."""
    return bar.name or gettext("一名工作人员")


def _both(written: str, added: str) -> str:
    """Both, or the new words alone where both don't fit: whom the old ones meant is barred already."""
    joined_words = "；".join(filter(None, (written, added)))
    return joined_words if len(joined_words) <= RESPONDENTS_MAX else added


def _write_words(change: MatterChange, words: str) -> None:
    """Keep what was written of them: under the seal of a sealed matter."""
    matter = change.matter
    if not matter.is_sealed:
        matter.respondent_text = words or matter.respondent_text
    elif words:
        # A name for each version: what was sealed before stays as it is.
        name, subject = sealed_respondent_name(matter.version), Ref("matter", matter.pk)
        change.rows.append(seal_add(subject=subject, name=name, plain=words.encode(), at=change.at))
