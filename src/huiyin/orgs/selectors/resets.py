"""Who may hand a code over, what a link's token is, and which address waits."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db.models import QuerySet

from huiyin.kernel.keys import load_key
from huiyin.orgs.grant_errors import ResetNotFound
from huiyin.orgs.grant_rules import BY_HAND, GrantKind, GrantState, ResetWay
from huiyin.orgs.models import AddressChange, Grant, Officer, PasswordReset, Post
from huiyin.orgs.selectors.grants import auditors, is_being_set_up, second_persons
from huiyin.orgs.selectors.units import chain_of


@dataclass(frozen=True, slots=True)
class ResetView:
    """A reset that runs."""

    id: int
    officer_id: int
    officer_name: str
    username: str
    way: ResetWay
    asker_name: str
    asked_at: datetime
    expires_at: datetime
    is_handed: bool

    @property
    def ends_second_step(self) -> bool:
        """Whether the second step of signing in is switched off with it."""
        return self.way is ResetWay.CODE_STEP


@dataclass(frozen=True, slots=True)
class AddressChangeView:
    """An address that will hold from a day on."""

    email: str
    holds_from: datetime


def code_holders(*, officer_id: int, asked_by: int | None, at: datetime) -> frozenset[int]:
    """Who may hand a code to this officer: who could agree to their posts, held or proposed; where one of these
    stands apart, only the people of that unit. Without any post an auditor.

    While the installation is being set up whoever asked. Never the officer.
    """
    if is_being_set_up() and asked_by is not None:
        return frozenset({asked_by}) - {officer_id}
    proposed = Grant.objects.filter(kind=GrantKind.POST, state=GrantState.WAITING, officer_id=officer_id)
    units = {
        *Post.objects.filter(officer_id=officer_id).values_list("unit_id", flat=True),
        *proposed.values_list("unit_id", flat=True),
    }
    apart = {unit_id for unit_id in units if any(unit.independent for unit in chain_of(unit_id=unit_id))}
    found = [
        second_persons(unit_id=unit_id, proposed_by=asked_by, officer_id=officer_id, at=at)
        for unit_id in sorted(apart or units)
    ]
    return frozenset().union(*found) if found else auditors() - {asked_by, officer_id}


def reset_view(*, reset_id: int, at: datetime) -> ResetView:
    """A reset that runs. Raises ResetNotFound."""
    found = _running(at).filter(pk=reset_id).first()
    if found is None:
        raise ResetNotFound
    return _view(found)


def resets_to_hand(*, officer_id: int, at: datetime) -> list[ResetView]:
    """The codes that wait for this officer to hand them over. One statement while there are none."""
    waiting = _running(at).filter(way__in=BY_HAND).order_by("id")
    return [
        _view(reset)
        for reset in waiting
        if officer_id in code_holders(officer_id=reset.officer_id, asked_by=reset.asked_by_id, at=at)
    ]


def reset_of(*, officer_id: int, at: datetime) -> ResetView | None:
    """The reset of an officer that runs, if any."""
    found = _running(at).filter(officer_id=officer_id).first()
    return _view(found) if found else None


def link_token(*, reset_id: int, officer_id: int | None = None) -> str:
    """What stands behind a link's address: made when it is sent, from a key outside the database; stored nowhere.

    It follows from the password as well, so it is worth nothing once that has changed. Empty for no such reset, or
    where it isn't that of `officer_id`, to whom the link is about to go.
    """
    found = PasswordReset.objects.filter(pk=reset_id, way=ResetWay.MAIL, ended_at__isnull=True).first()
    if found is None or officer_id not in {None, found.officer_id}:
        return ""
    password = Officer.objects.values_list("password", flat=True).get(pk=found.officer_id)
    message = f"{found.pk}:{found.officer_id}:{found.asked_at.isoformat()}:{password}"
    key = hmac.digest(load_key(settings.HUIYIN_KEYS, "web"), b"link for a password", "sha256")
    return hmac.digest(key, message.encode(), "sha256").hex()


def code_digest(code: str) -> str:
    """What is kept of a code; capitals, spaces and dashes don't count."""
    # Neither salted nor slow: the code is looked up by it, and 79 bits are beyond guessing.
    return sha256("".join(sign for sign in code.lower() if sign.isalnum()).encode()).hexdigest()


def address_change_of(*, officer_id: int) -> AddressChangeView | None:
    """The address that waits for its day, if any."""
    found = AddressChange.objects.filter(officer_id=officer_id, ended_at__isnull=True).first()
    return AddressChangeView(found.email, found.holds_from) if found else None


def _running(at: datetime) -> QuerySet[PasswordReset]:
    found = PasswordReset.objects.filter(ended_at__isnull=True, expires_at__gt=at, officer__is_active=True)
    return found.select_related("officer", "asked_by")


def _view(found: PasswordReset) -> ResetView:
    return ResetView(
        id=found.pk,
        officer_id=found.officer_id,
        officer_name=found.officer.display_name,
        username=found.officer.username,
        way=ResetWay(found.way),
        asker_name=found.asked_by.display_name if found.asked_by else "",
        asked_at=found.asked_at,
        expires_at=found.expires_at,
        is_handed=bool(found.digest),
    )
