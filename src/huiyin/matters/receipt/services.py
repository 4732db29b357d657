"""A receipt code issued anew at the counter, for whoever shows who they are."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from huiyin.kernel.actor import Actor, system
from huiyin.kernel.ids import receipt_code, receipt_hash
from huiyin.kernel.keys import load_key
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import clean_line
from huiyin.kernel.text_limits import checked_text
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.gate import matter_get_for
from huiyin.matters.core.services.engine import MatterChange, check_move, move, office_of
from huiyin.matters.linking.errors import NotSplitConflict
from huiyin.matters.linking.selectors.split import parts_of, whole_of
from huiyin.matters.models import Matter
from huiyin.matters.receipt.errors import CodeOfAnonymous, CodeOfSealed, IdentityNotCompared, ProofMissing
from huiyin.notices.services import NoticeDraft
from huiyin.vault.services import IdentityDraft, identity_open, identity_opened_since

# What the petitioner reads under "who looked at my identity", in the office's own language as every purpose.
PURPOSE = "补发查询码，核对来人身份"
# So long after looking somebody can still say that they have compared.
COMPARED = timedelta(minutes=30)
_PROOF_MOST = 80


@dataclass(frozen=True, slots=True, repr=False)
class CodeIssued:
    """The new code, shown once; `is_new` is False when the same form was sent before."""

    matter_id: UUID
    code: str
    is_new: bool


def code_open_identity(*, actor: Actor, matter_id: UUID, at: datetime) -> IdentityDraft:
    """Show who filed it, to be compared with whoever stands at the counter; on record before anything is shown.

    Must not stand in another transaction.
    Raises MatterNotFound, MoveNotAllowed, CodeOfSealed, CodeOfAnonymous, IdentityErased.
    """
    matter = matter_get_for(actor=actor, matter_id=matter_id)
    check_move(actor, matter, Action.REISSUE_CODE, at=at)
    return identity_open(
        actor=actor,
        identity_id=_identity_of(matter),
        subject=Ref("matter", matter_id),
        purpose=PURPOSE,
        office=office_of(actor, matter),
        at=at,
    )


def identity_is_compared(*, actor: Actor, matter_id: UUID, at: datetime) -> bool:
    """Whether this officer has looked at the identity for a new code a short while ago. One statement."""
    return identity_opened_since(
        officer_id=actor.officer_id or 0, subject=Ref("matter", matter_id), purpose=PURPOSE, since=at - COMPARED
    )


@transaction.atomic
def code_reissue(
    *, actor: Actor, matter_id: UUID, token: str, proof: str, at: datetime, seen: int | None = None
) -> CodeIssued:
    """Issue another receipt code in place of the one that is lost; the old one opens nothing from now on.

    The code is made from the form's `token`, which isn't stored: sending the form again changes nothing and shows the
    same code. `proof` says which document was compared. The whole and the parts of a matter that was split have one
    code. Whoever filed it reads of it, and is notified where they can be reached.
    Raises MatterNotFound, MoveNotAllowed, CodeOfSealed, CodeOfAnonymous, IdentityNotCompared, ProofMissing,
    TextTooLong.
    """
    key = load_key(settings.HUIYIN_KEYS, "receipts")
    code = receipt_code(key=key, token=token)
    hashed = receipt_hash(key=key, code=code)
    matter = matter_get_for(actor=actor, matter_id=matter_id)
    # Also for the second press: the code is shown to nobody who may not issue it.
    check_move(actor, matter, Action.REISSUE_CODE, at=at)
    # Before the move, which would refuse the second press because the first one has changed the matter.
    if bytes(matter.receipt_hash) == hashed:
        return CodeIssued(matter_id, code, is_new=False)
    with move(actor=actor, matter_id=matter_id, action=Action.REISSUE_CODE, at=at, seen=seen) as change:
        identity_id = _identity_of(change.matter)
        if not identity_is_compared(actor=actor, matter_id=matter_id, at=at):
            raise IdentityNotCompared
        shown = checked_text(clean_line(proof), field="proof", most=_PROOF_MOST)
        if not shown:
            raise ProofMissing
        change.facts["proof"] = shown
        change.matter.receipt_hash = hashed
        # Whoever came with an imported record hears of it from now on.
        change.matter.parts |= Part.CODE_GIVEN
        change.notices.append(_notice(change, identity_id))
    for member in _family(change.matter):
        code_follow(actor=system("split"), matter_id=member, code_of=matter_id, at=at)
    return CodeIssued(matter_id, code, is_new=True)


def code_follow(*, actor: Actor, matter_id: UUID, code_of: UUID, at: datetime) -> None:
    """Let one of the matters that came of a split have the code of another one.

    Raises NotSplitConflict, MoveNotAllowed.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.CODE_ALONG, at=at) as change:
        if code_of not in _family(change.matter):
            raise NotSplitConflict
        change.matter.receipt_hash = Matter.objects.values_list("receipt_hash", flat=True).get(pk=code_of)


def _family(matter: Matter) -> list[UUID]:
    """The whole of a part and its other parts, or the parts of a whole."""
    link = whole_of(matter)
    whole = link.into if link is not None else matter
    members = [whole.pk, *(part.matter_id for part in parts_of(whole))]
    return [member for member in members if member != matter.pk]


def _identity_of(matter: Matter) -> UUID:
    if matter.is_sealed:
        raise CodeOfSealed
    if matter.identity_id is None:
        raise CodeOfAnonymous
    return matter.identity_id


def _notice(change: MatterChange, identity_id: UUID) -> NoticeDraft:
    """A notice of its own: whose identity was stolen must see more than that there is news."""
    return NoticeDraft(
        template="code_reissued",
        dedupe=f"code:{change.matter.pk}:{change.matter.version + 1}",
        at=change.at,
        identity_id=identity_id,
        params={"number": change.matter.number},
    )
