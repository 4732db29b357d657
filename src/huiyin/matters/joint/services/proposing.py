"""What whoever filed does for a joint matter: names who shall speak, and opens and closes the list.

None of it waits for anybody: the matter is registered and its clocks run.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings

from huiyin.db import build_row
from huiyin.kernel.actor import Actor
from huiyin.kernel.ids import new_id, new_token, receipt_code, receipt_hash
from huiyin.kernel.keys import load_key
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.gate import matter_get_for
from huiyin.matters.core.services.engine import MatterChange, check_move, move
from huiyin.matters.joint.errors import (
    RepresentativeGone,
    RepresentativesEnough,
    RepresentativesTwice,
    RepresentativeThere,
)
from huiyin.matters.joint.rules import REPRESENTATIVES_MOST, link_hash, list_code, pick_up_code
from huiyin.matters.joint.services.people import (
    PersonMark,
    cosigner_check,
    marks_of,
    places_free,
    representatives_present,
    signature_take_back,
)
from huiyin.matters.models import Representative, SignList
from huiyin.matters.receipt.rules import token_hash
from huiyin.matters.register.services.register import is_reachable
from huiyin.notices.services import NoticeDraft
from huiyin.vault.services import IdentityDraft, identities_store


def joint_begin(*, actor: Actor, matter_id: UUID, people: Sequence[IdentityDraft], about: int, at: datetime) -> None:
    """A matter is filed by about `about` people together; these shall speak for them, or nobody for now.

    Raises as representatives_propose.
    """
    _propose(actor, matter_id, Action.FILE_TOGETHER, people, {"people": about}, at)


def representatives_propose(*, actor: Actor, matter_id: UUID, people: Sequence[IdentityDraft], at: datetime) -> None:
    """Name who shall speak for the others; none is one before they have picked up a receipt of their own.

    Each hears that they were named, where a text message or mail reaches them, without any code: it would go to
    whoever reads that telephone. Raises RepresentativesEnough, RepresentativeThere, RepresentativesTwice, and as
    cosigner_check.
    """
    _propose(actor, matter_id, Action.PROPOSE_REPRESENTATIVES, people, {}, at)


def pick_up_renew(*, actor: Actor, matter_id: UUID, position: int, at: datetime) -> None:
    """Give a representative another link; the one before and the code that came of it open nothing from now on.

    Raises RepresentativeGone, also for one who was named at the counter: there they get another code.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.RENEW_PICK_UP, at=at) as change:
        speaker = _proposed(change, position)
        # Whoever used the link before may have been somebody else: then it was nobody's signature.
        change.rows.extend(signature_take_back(speaker, at=at))
        speaker.pick_round += 1
        speaker.picked_at = None
        _close_codes(speaker)
        speaker.pick_hash = _pick_hash(speaker)
        change.changed(speaker)


def representative_drop(*, actor: Actor, matter_id: UUID, position: int, at: datetime) -> None:
    """One whom the petitioner named no longer speaks for the others. Raises RepresentativeGone."""
    with move(actor=actor, matter_id=matter_id, action=Action.DROP_REPRESENTATIVE, at=at) as change:
        speaker = _proposed(change, position)
        speaker.removed_at, speaker.pick_hash = at, None
        change.changed(speaker)


def list_open(*, actor: Actor, matter_id: UUID, at: datetime) -> None:
    """Let others sign by a link: the same link each time. One that is open stays so."""
    # Before anything is said of a list: who may not open one learns nothing of it.
    check_move(actor, matter_get_for(actor=actor, matter_id=matter_id), Action.OPEN_LIST, at=at)
    if SignList.objects.filter(matter_id=matter_id, closed_at__isnull=True).exists():
        return
    with move(actor=actor, matter_id=matter_id, action=Action.OPEN_LIST, at=at) as change:
        change.matter.parts |= Part.JOINT
        found = SignList.objects.filter(matter_id=matter_id).first()
        if found is not None:
            found.closed_at = None
            change.changed(found)
            return
        list_id = new_id()
        code = list_code(key=load_key(settings.HUIYIN_KEYS, "receipts"), list_id=list_id)
        hashed = link_hash(key=load_key(settings.HUIYIN_KEYS, "receipts"), code=code)
        change.save(
            build_row(SignList, id=list_id, matter_id=matter_id, code_hash=hashed, opened_at=at, closed_at=None)
        )


def list_close(*, actor: Actor, matter_id: UUID, at: datetime) -> None:
    """Take no more signatures by the link; those that are there stay. One that is closed stays so."""
    check_move(actor, matter_get_for(actor=actor, matter_id=matter_id), Action.CLOSE_LIST, at=at)
    if not SignList.objects.filter(matter_id=matter_id, closed_at__isnull=True).exists():
        return
    with move(actor=actor, matter_id=matter_id, action=Action.CLOSE_LIST, at=at) as change:
        found = SignList.objects.get(matter_id=matter_id)
        found.closed_at = at
        change.changed(found)


def _propose(
    actor: Actor,
    matter_id: UUID,
    action: Action,
    people: Sequence[IdentityDraft],
    facts: Mapping[str, int],
    at: datetime,
) -> None:
    for person in people:
        cosigner_check(person)
    marks = marks_of(matter_id, people)
    if len({mark.own for mark in marks}) < len(marks):
        raise RepresentativesTwice
    with move(actor=actor, matter_id=matter_id, action=action, at=at) as change:
        change.matter.parts |= Part.JOINT
        places = _places_for(matter_id, marks)
        identities = identities_store(people, at=at) if people else []
        for identity, mark, place in zip(identities, marks, places, strict=False):
            change.rows.append(identity)
            change.save(_waiting(matter_id, identity.pk, mark, place, at))
        change.notices.extend(
            NoticeDraft(
                template="representative_proposed",
                dedupe=f"proposed:{identity.pk}",
                at=at,
                identity_id=identity.pk,
                params={"number": change.matter.number, "path": "/how/"},
            )
            for identity, person in zip(identities, people, strict=True)
            if is_reachable(person)
        )
        change.facts |= {"count": len(people), **facts}


def _places_for(matter_id: UUID, marks: Sequence[PersonMark]) -> list[int]:
    present = representatives_present(matter_id)
    if any(not mark.is_new({bytes(speaker.mark) for speaker in present}) for mark in marks):
        raise RepresentativeThere
    free = places_free(present)
    if len(free) < len(marks):
        raise RepresentativesEnough(most=REPRESENTATIVES_MOST)
    return free


def _waiting(matter_id: UUID, identity_id: UUID, mark: PersonMark, place: int, at: datetime) -> Representative:
    speaker = Representative(
        matter_id=matter_id, identity_id=identity_id, mark=mark.own, position=place, named_at=at, pick_round=1
    )
    _close_codes(speaker)
    speaker.pick_hash = _pick_hash(speaker)
    return speaker


def _close_codes(speaker: Representative) -> None:
    """Hashes of a code and a form that nobody has ever seen."""
    token, key = new_token(), load_key(settings.HUIYIN_KEYS, "receipts")
    speaker.token_hash = token_hash(token)
    speaker.receipt_hash = receipt_hash(key=key, code=receipt_code(key=key, token=token))


def _pick_hash(speaker: Representative) -> bytes:
    key = load_key(settings.HUIYIN_KEYS, "receipts")
    return link_hash(key=key, code=pick_up_code(key=key, representative_id=speaker.pk, round=speaker.pick_round))


def _proposed(change: MatterChange, position: int) -> Representative:
    present = representatives_present(change.matter.pk)
    found = next((speaker for speaker in present if speaker.position == position and speaker.pick_round), None)
    if found is None:
        raise RepresentativeGone
    change.facts["position"] = position
    return found
