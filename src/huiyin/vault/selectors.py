"""Reading the vault. Only the vault itself imports this; what others may read is exported by its services."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Case, Count, Q, QuerySet
from django.utils.translation import gettext

from huiyin.kernel.errors import NotThere
from huiyin.vault.errors import IdentityErased, IdentityUnreadable
from huiyin.vault.models import Identity, Opening, Unsealing
from huiyin.vault.rules.identity import BlindIndex, IdentityDraft, from_plain, normalise_phone
from huiyin.vault.rules.sealing import KeyRing, SealBroken, Sealed, unseal
from huiyin.vault.rules.seals import OPENED_LABELS, OpenedSeal

_SEAL = ("id", "ciphertext", "wrapped_key", "key_id", "erased_at")


@dataclass(frozen=True, slots=True)
class OpeningView:
    """One opening as the petitioner sees it: when, by which office, what for, and what. Never by whom."""

    at: datetime
    office: str
    purpose: str
    what: str = OpenedSeal.IDENTITY

    @property
    def what_label(self) -> str:
        """What was opened, in the reader's language."""
        return gettext(OPENED_LABELS[OpenedSeal(self.what)])


@dataclass(frozen=True, slots=True)
class OpeningRecord:
    """One opening as an auditor reads it: which officer, for which subject (`matter:<uuid>`), what for."""

    id: UUID
    at: datetime
    subject: str
    officer_id: int
    office: str
    purpose: str
    what: str


@dataclass(frozen=True, slots=True)
class OpeningFilter:
    """Openings by one of these offices or officers, from `since` up to `until`; what is empty narrows nothing.

    Never by whose identity it was, nor by the matter: who opened is asked, not who was looked up.
    """

    offices: tuple[str, ...] = ()
    officer_ids: tuple[int, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


def key_ring() -> KeyRing:
    """The vault keys of this installation. Raises KeyMissing."""
    return KeyRing(settings.HUIYIN_KEYS)


def sealed_of(row: Identity) -> Sealed:
    """The sealed part of a row."""
    return Sealed(ciphertext=bytes(row.ciphertext), wrapped_key=bytes(row.wrapped_key), key_id=row.key_id)


def identity_plain(*, identity_id: UUID) -> IdentityDraft:
    """The plain identity; its callers are the opening and the delivery address or number.

    Raises NotThere, IdentityErased, IdentityUnreadable, KeyMissing.
    """
    row = Identity.objects.filter(pk=identity_id).only(*_SEAL).first()
    if row is None:
        raise NotThere
    if row.erased_at is not None:
        raise IdentityErased
    try:
        return from_plain(unseal(key_ring(), sealed_of(row), identity_id=row.id))
    # Without its cause: an error of JSON carries the text that it couldn't read, which would be somebody's name.
    except (SealBroken, ValueError):
        raise IdentityUnreadable from None


def identities_plain(*, identity_ids: Iterable[UUID]) -> dict[UUID, IdentityDraft]:
    """Several plain identities in one statement, without those that are erased or not there.

    Raises IdentityUnreadable, KeyMissing.
    """
    ring = key_ring()
    rows = Identity.objects.filter(pk__in=set(identity_ids), erased_at__isnull=True).only(*_SEAL).order_by("pk")
    try:
        return {row.pk: from_plain(unseal(ring, sealed_of(row), identity_id=row.id)) for row in rows}
    except (SealBroken, ValueError):
        raise IdentityUnreadable from None


def delivery_address(*, identity_id: UUID) -> str | None:
    """The e-mail address to send a notice to; None when there is none, or no such identity any more.

    Only the sending of notices calls it. No person sees the address by it, so it isn't an opening.
    Raises IdentityUnreadable, KeyMissing.
    """
    try:
        return identity_plain(identity_id=identity_id).email or None
    except (NotThere, IdentityErased):
        return None


def delivery_phone(*, identity_id: UUID) -> str | None:
    """The telephone number to send a text message to, in digits; None when there is none, or no such identity.

    Only the sending of notices calls it, as delivery_address. Raises IdentityUnreadable, KeyMissing.
    """
    try:
        return normalise_phone(identity_plain(identity_id=identity_id).phone) or None
    except (NotThere, IdentityErased):
        return None


def has_delivery_address(*, identity_id: UUID) -> bool:
    """Whether there is an e-mail address or a telephone number to be told at, without opening anything.

    Their blind indexes tell.
    """
    there = Q(email_index__isnull=False) | Q(phone_index__isnull=False)
    return Identity.objects.filter(there, pk=identity_id, erased_at__isnull=True).exists()


def openings_of(*, subject: str) -> list[OpeningView]:
    """Every opening for a subject (`matter:<uuid>`), oldest first, fit for the petitioner's page."""
    rows = Opening.objects.filter(subject=subject).order_by("at", "id").values_list("at", "office", "purpose", "what")
    return [OpeningView(at=at, office=office, purpose=purpose, what=what) for at, office, purpose, what in rows]


def identity_opened_since(*, officer_id: int, subject: str, purpose: str, since: datetime) -> bool:
    """Whether that officer has opened the identity of a subject for just that purpose since then. One statement."""
    return Opening.objects.filter(
        subject=subject, officer_id=officer_id, what=OpenedSeal.IDENTITY, purpose=purpose, at__gte=since
    ).exists()


def opening_records(
    *, shown: Case, after: UUID | None, limit: int, only: OpeningFilter | None = None
) -> list[OpeningRecord]:
    """The openings that `shown` and `only` leave, the newest first, those behind the one with the id `after`.

    Never which identity it was.
    """
    rows = _openings(only or OpeningFilter()).filter(shown).order_by("-at", "-id")
    last = Opening.objects.filter(pk=after).values_list("at", flat=True).first() if after is not None else None
    if last is not None:
        rows = rows.filter(Q(at__lt=last) | Q(id__lt=after), at__lte=last)
    return [
        OpeningRecord(row.id, row.at, row.subject, row.officer_id, row.office, row.purpose, row.what)
        for row in rows[:limit]
    ]


def opening_counts(*, shown: Case, only: OpeningFilter) -> list[tuple[str, int]]:
    """How often each office opened something, by its name at the time; the names in their order."""
    rows = _openings(only).filter(shown).values_list("office")
    return list(rows.annotate(count=Count("pk")).order_by("office"))


def _openings(only: OpeningFilter) -> "QuerySet[Opening]":
    rows = Opening.objects.all()
    if only.offices:
        rows = rows.filter(office__in=only.offices)
    if only.officer_ids:
        rows = rows.filter(officer_id__in=only.officer_ids)
    if only.since is not None:
        rows = rows.filter(at__gte=only.since)
    return rows if only.until is None else rows.filter(at__lt=only.until)


def identity_ids_matching(index: BlindIndex) -> Sequence[UUID]:
    """The identities that agree in everything the index holds; the index holds at least one hash."""
    wanted = {"phone_index": index.phone, "id_number_index": index.id_number, "email_index": index.email}
    given = {name: digest for name, digest in wanted.items() if digest is not None}
    return list(Identity.objects.filter(erased_at__isnull=True, **given).order_by("id").values_list("id", flat=True))


def unsealing_open(*, subject: str) -> Unsealing | None:
    """The request for seeing who filed that is neither used nor lapsed by a later one."""
    return Unsealing.objects.filter(seal__subject=subject, ended_at__isnull=True).first()
