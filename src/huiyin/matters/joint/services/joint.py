"""Joint matters: any number of people sign, up to five speak for them (条例 Art 20)."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from huiyin.db import build_row, rows_insert
from huiyin.kernel.actor import Actor
from huiyin.kernel.ids import new_id, new_token, receipt_code, receipt_hash
from huiyin.kernel.keys import load_key
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import clean_line
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.gate import matter_get_for
from huiyin.matters.core.services.engine import MatterChange, check_move, move, office_of
from huiyin.matters.joint.errors import (
    CoSignerContactMissing,
    CoSignerNameMissing,
    CoSignerPhoneUnreadable,
    RepresentativeGone,
    RepresentativesEnough,
    RepresentativeThere,
    SignersNotFound,
)
from huiyin.matters.joint.rules import REPRESENTATIVES_MOST
from huiyin.matters.models import CoSigner, Representative
from huiyin.matters.receipt.rules import token_hash
from huiyin.vault.rules.identity import normalise_phone
from huiyin.vault.services import (
    IdentityDraft,
    identities_store,
    identity_list_open,
    identity_marks,
    identity_marks_before,
)


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


def cosigner_check(person: IdentityDraft) -> None:
    """Raises CoSignerNameMissing, CoSignerPhoneUnreadable, CoSignerContactMissing."""
    if not clean_line(person.name):
        raise CoSignerNameMissing
    if person.phone.strip() and not normalise_phone(person.phone):
        raise CoSignerPhoneUnreadable
    if not person.phone.strip() and not clean_line(person.address):
        raise CoSignerContactMissing


def cosigners_add(
    *, actor: Actor, matter_id: UUID, people: Sequence[IdentityDraft], at: datetime, seen: int | None = None
) -> CoSigned:
    """Put people on the list of those who signed, each once, by a fixed number of statements.

    Where nobody is new, the matter doesn't change. Raises as cosigner_check; nothing is stored then.
    """
    for person in people:
        cosigner_check(person)
    marks = _marks(matter_id, people)
    # Before anything is said of the list: who may not add to it could find out who stands on it.
    check_move(actor, matter_get_for(actor=actor, matter_id=matter_id), Action.ADD_COSIGNERS, at=at, seen=seen)
    if not _new(matter_id, marks):
        return CoSigned(0, len(people))
    with move(actor=actor, matter_id=matter_id, action=Action.ADD_COSIGNERS, at=at, seen=seen) as change:
        # Under the lock now: another list may have come in between.
        fresh = _new(matter_id, marks)
        identities = identities_store([people[place] for place in fresh], at=at)
        _write_down(
            change, [(identity.pk, marks[place].own) for identity, place in zip(identities, fresh, strict=True)]
        )
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
    [mark] = _marks(matter_id, [person])
    token = new_token()
    key = load_key(settings.HUIYIN_KEYS, "receipts")
    code = receipt_code(key=key, token=token)
    with move(actor=actor, matter_id=matter_id, action=Action.NAME_REPRESENTATIVE, at=at, seen=seen) as change:
        present = {representative.position: bytes(representative.mark) for representative in _present(matter_id)}
        if not mark.is_new(set(present.values())):
            raise RepresentativeThere
        free = [place for place in range(1, REPRESENTATIVES_MOST + 1) if place not in present]
        if not free:
            raise RepresentativesEnough(most=REPRESENTATIVES_MOST)
        [identity] = identities_store([person], at=at)
        change.rows.append(identity)
        if _new(matter_id, [mark]):
            _write_down(change, [(identity.pk, mark.own)])
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
            (representative for representative in _present(matter_id) if representative.position == position), None
        )
        if found is None:
            raise RepresentativeGone
        found.removed_at = at
        change.changed(found)
        change.facts["position"] = position


def cosigners_open(*, actor: Actor, matter_id: UUID, purpose: str, at: datetime) -> list[IdentityDraft]:
    """All who signed, in order; the record of the look is committed before anything is shown.

    Must not stand in another transaction. Raises MatterNotFound, MoveNotAllowed, SignersNotFound, PurposeMissing.
    """
    matter = matter_get_for(actor=actor, matter_id=matter_id)
    check_move(actor, matter, Action.OPEN_COSIGNERS, at=at)
    found = CoSigner.objects.filter(matter=matter).order_by("position").values_list("identity_id", flat=True)
    if not found:
        raise SignersNotFound
    return identity_list_open(
        actor=actor,
        identity_ids=list(found),
        subject=_subject(matter_id),
        purpose=purpose,
        office=office_of(actor, matter),
        at=at,
    )


def _subject(matter_id: UUID) -> Ref:
    return Ref("matter", matter_id)


def _present(matter_id: UUID) -> list[Representative]:
    return list(Representative.objects.filter(matter_id=matter_id, removed_at__isnull=True).order_by("position"))


@dataclass(frozen=True, slots=True)
class _Mark:
    """What tells a person apart within a matter, and what the same person may be stored under from earlier."""

    own: bytes
    before: frozenset[bytes]

    def is_new(self, known: Set[bytes]) -> bool:
        return self.own not in known and self.before.isdisjoint(known)


def _marks(matter_id: UUID, people: Sequence[IdentityDraft]) -> list[_Mark]:
    own = identity_marks(people, subject=_subject(matter_id))
    before = identity_marks_before(people, subject=_subject(matter_id))
    return [_Mark(*both) for both in zip(own, before, strict=True)]


def _new(matter_id: UUID, marks: Sequence[_Mark]) -> list[int]:
    """The places of those who aren't on the list yet; of one person who comes twice, the first."""
    known = {bytes(mark) for mark in CoSigner.objects.filter(matter_id=matter_id).values_list("mark", flat=True)}
    # Backwards, so that of two rows with one mark the first is written last, and stays.
    first = {mark.own: (place, mark) for place, mark in reversed(list(enumerate(marks)))}
    return sorted(place for place, mark in first.values() if mark.is_new(known))


def _write_down(change: MatterChange, people: Sequence[tuple[UUID, bytes]]) -> None:
    change.matter.parts |= Part.JOINT
    had = CoSigner.objects.filter(matter=change.matter).count()
    change.rows.extend(
        rows_insert(
            build_row(
                CoSigner,
                id=new_id(),
                matter_id=change.matter.pk,
                identity_id=identity_id,
                position=place,
                mark=mark,
            )
            for place, (identity_id, mark) in enumerate(people, start=had + 1)
        )
    )
