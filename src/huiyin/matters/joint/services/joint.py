"""Joint matters: any number of people sign, up to five speak for them (条例 Art 20)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from huiyin.kernel.actor import Actor
from huiyin.kernel.ids import new_token, receipt_code, receipt_hash
from huiyin.kernel.keys import load_key
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.gate import matter_get_for
from huiyin.matters.core.services.engine import check_move, move, office_of
from huiyin.matters.joint.errors import (
    RepresentativeGone,
    RepresentativesEnough,
    RepresentativeThere,
    SignersNotFound,
)
from huiyin.matters.joint.rules import REPRESENTATIVES_MOST, SigningWay
from huiyin.matters.joint.services.people import (
    cosigner_check,
    marks_of,
    matter_ref,
    places_free,
    places_new,
    representatives_present,
    signatures_write,
)
from huiyin.matters.models import CoSigner, Representative
from huiyin.matters.receipt.rules import token_hash
from huiyin.vault.services import IdentityDraft, identities_store, identity_list_open


@dataclass(frozen=True, slots=True)
class CoSigned:
    """How many were added, and how many of the list had signed before or stand on it twice."""

    added: int
    twice: int


@dataclass(frozen=True, slots=True, repr=False)
class NewRepresentative:
    """A new representative: the code is shown once and stored nowhere; the token gives it again."""

    position: int
    code: str
    token: str


@dataclass(frozen=True, slots=True, repr=False)
class SignerShown:
    """One of those who signed, and how: on paper, by the link, or both."""

    person: IdentityDraft
    ways: tuple[SigningWay, ...]


def cosigners_add(
    *, actor: Actor, matter_id: UUID, people: Sequence[IdentityDraft], at: datetime, seen: int | None = None
) -> CoSigned:
    """Put people on the list of those who signed, each once, by a fixed number of statements.

    Where nobody is new, the matter doesn't change. Raises as cosigner_check; nothing is stored then.
    """
    for person in people:
        cosigner_check(person)
    marks = marks_of(matter_id, people)
    # Before anything is said of the list: who may not add to it could find out who stands on it.
    check_move(actor, matter_get_for(actor=actor, matter_id=matter_id), Action.ADD_COSIGNERS, at=at, seen=seen)
    if not places_new(matter_id, marks):
        return CoSigned(0, len(people))
    with move(actor=actor, matter_id=matter_id, action=Action.ADD_COSIGNERS, at=at, seen=seen) as change:
        # Under the lock now: another list may have come in between.
        fresh = places_new(matter_id, marks)
        identities = identities_store([people[place] for place in fresh], at=at)
        change.matter.parts |= Part.JOINT
        people_written = [(identity.pk, marks[place].own) for identity, place in zip(identities, fresh, strict=True)]
        change.rows.extend(signatures_write(matter_id, people_written, way=SigningWay.PAPER, at=at))
        change.rows.extend(identities)
        change.facts["count"] = len(fresh)
        return CoSigned(len(fresh), len(people) - len(fresh))


def representative_name(
    *, actor: Actor, matter_id: UUID, person: IdentityDraft, at: datetime, seen: int | None = None
) -> NewRepresentative:
    """One who signed speaks for the others, with a receipt of their own; five at most at a time.

    Whoever isn't on the list yet is put there. Raises RepresentativesEnough, RepresentativeThere, and as
    cosigner_check.
    """
    cosigner_check(person)
    [mark] = marks_of(matter_id, [person])
    token = new_token()
    key = load_key(settings.HUIYIN_KEYS, "receipts")
    code = receipt_code(key=key, token=token)
    with move(actor=actor, matter_id=matter_id, action=Action.NAME_REPRESENTATIVE, at=at, seen=seen) as change:
        present = representatives_present(matter_id)
        if not mark.is_new({bytes(representative.mark) for representative in present}):
            raise RepresentativeThere
        free = places_free(present)
        if not free:
            raise RepresentativesEnough(most=REPRESENTATIVES_MOST)
        [identity] = identities_store([person], at=at)
        change.rows.append(identity)
        if places_new(matter_id, [mark]):
            change.rows.extend(signatures_write(matter_id, [(identity.pk, mark.own)], way=SigningWay.PAPER, at=at))
        change.matter.parts |= Part.JOINT
        change.save(
            Representative(
                matter=change.matter, identity_id=identity.pk, mark=mark.own, position=free[0], named_at=at,
                receipt_hash=receipt_hash(key=key, code=code), token_hash=token_hash(token),
            )
        )  # fmt: skip
        change.facts["position"] = free[0]
        return NewRepresentative(free[0], code, token)


def representative_remove(
    *, actor: Actor, matter_id: UUID, position: int, at: datetime, seen: int | None = None
) -> None:
    """One no longer speaks for the others; that code opens nothing from now on. Raises RepresentativeGone."""
    with move(actor=actor, matter_id=matter_id, action=Action.REMOVE_REPRESENTATIVE, at=at, seen=seen) as change:
        found = next(
            (speaker for speaker in representatives_present(matter_id) if speaker.position == position), None
        )
        if found is None:
            raise RepresentativeGone
        found.removed_at = at
        change.changed(found)
        change.facts["position"] = position


def cosigners_open(*, actor: Actor, matter_id: UUID, purpose: str, at: datetime) -> list[SignerShown]:
    """All who signed, each once, in order; the record of the look is committed before anything is shown.

    Signatures that were withdrawn aren't shown.
    Must not stand in another transaction. Raises MatterNotFound, MoveNotAllowed, SignersNotFound, PurposeMissing.
    """
    matter = matter_get_for(actor=actor, matter_id=matter_id)
    check_move(actor, matter, Action.OPEN_COSIGNERS, at=at)
    there = CoSigner.objects.filter(matter=matter, withdrawn_at__isnull=True).order_by("position")
    ways: dict[bytes, list[SigningWay]] = {}
    first: dict[UUID, bytes] = {}
    for identity_id, mark, way in there.values_list("identity_id", "mark", "way"):
        if bytes(mark) not in ways:
            first[identity_id] = bytes(mark)
        known = ways.setdefault(bytes(mark), [])
        if way not in known:
            known.append(SigningWay(way))
    if not first:
        raise SignersNotFound
    people = identity_list_open(
        actor=actor,
        identity_ids=list(first),
        subject=matter_ref(matter_id),
        purpose=purpose,
        office=office_of(actor, matter),
        at=at,
    )
    return [SignerShown(person, tuple(ways[first[identity_id]])) for identity_id, person in people.items()]
