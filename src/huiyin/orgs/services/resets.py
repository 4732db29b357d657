"""A password that only its owner knows: by a link to their own address, or by a code that a second person hands over.

Whoever asks for it learns neither.
"""

import hmac
import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from huiyin.kernel.actor import Actor, ActorKind
from huiyin.kernel.refs import Ref
from huiyin.ledger.services import entry_append, security_record
from huiyin.orgs.errors import OfficerNotThere
from huiyin.orgs.grant_errors import ResetMailRequired, ResetNotAllowed, ResetNotFound
from huiyin.orgs.grant_rules import BY_HAND, CODE_LASTS, LINK_LASTS, ResetWay
from huiyin.orgs.models import Officer, PasswordReset
from huiyin.orgs.permissions import demand_may_arrange
from huiyin.orgs.selectors.resets import code_digest, code_holders, link_token
from huiyin.orgs.services.officers import password_hashed
from huiyin.orgs.services.sign_in import account_unlock

# Read out over the phone or copied from paper: nothing that looks like something else. About 79 bits.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 4


@transaction.atomic
def reset_ask(*, officer_id: int, way: ResetWay, actor: Actor, at: datetime) -> PasswordReset:
    """Let an officer set a password anew; the present one holds until they have. An earlier reset ends.

    Raises NotAllowed, OfficerNotThere, ResetMailRequired.
    """
    demand_may_arrange(actor)
    officer = Officer.objects.select_for_update().filter(pk=officer_id, is_active=True).first()
    if officer is None:
        raise OfficerNotThere
    if way is ResetWay.MAIL and not officer.email:
        raise ResetMailRequired
    for earlier in PasswordReset.objects.select_for_update().filter(officer=officer, ended_at__isnull=True):
        _end(earlier, actor, at)
    reset = PasswordReset.objects.create(
        officer=officer,
        way=way,
        asked_by_id=actor.officer_id,
        asked_at=at,
        expires_at=at + (LINK_LASTS if way is ResetWay.MAIL else CODE_LASTS),
    )
    _record("asked", reset, actor, at)
    return reset


@transaction.atomic
def reset_hand_over(*, reset_id: int, actor: Actor, at: datetime) -> str:
    """Take a code, to hand it to the officer in person; it is shown this once, taking it again makes another one.

    Raises ResetNotFound, ResetNotAllowed.
    """
    reset = _open(PasswordReset.objects.filter(pk=reset_id, way__in=BY_HAND), at)
    if actor.officer_id not in code_holders(officer_id=reset.officer_id, asked_by=reset.asked_by_id, at=at):
        raise ResetNotAllowed
    code = "-".join("".join(secrets.choice(_SIGNS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    reset.digest, reset.handed_by_id, reset.handed_at = code_digest(code), actor.officer_id, at
    reset.save(update_fields=["digest", "handed_by", "handed_at"])
    _record("handed", reset, actor, at)
    return code


def reset_check_link(*, reset_id: int, token: str, at: datetime) -> Officer:
    """Whose password a link sets. Raises ResetNotFound."""
    reset = PasswordReset.objects.filter(pk=reset_id, way=ResetWay.MAIL, ended_at__isnull=True).first()
    expected = link_token(reset_id=reset_id)
    if reset is None or not expected or not hmac.compare_digest(expected, token) or reset.expires_at <= at:
        raise ResetNotFound
    return reset.officer


@transaction.atomic
def reset_use_link(*, reset_id: int, token: str, password: str, at: datetime) -> PasswordReset:
    """Set the password by the link, once. Raises ResetNotFound, PasswordUnfit."""
    reset_check_link(reset_id=reset_id, token=token, at=at)
    return _use(PasswordReset.objects.filter(pk=reset_id), password, at)


@transaction.atomic
def reset_use_code(*, username: str, code: str, password: str, at: datetime) -> PasswordReset:
    """Set the password by the code, once; the caller looks at its way. Raises ResetNotFound, PasswordUnfit."""
    name, digest = Officer.normalize_username(username), code_digest(code)
    found = PasswordReset.objects.filter(way__in=BY_HAND, officer__username=name, digest=digest)
    return _use(found.exclude(digest=""), password, at)


def _open(found: QuerySet[PasswordReset], at: datetime) -> PasswordReset:
    running = found.filter(ended_at__isnull=True, officer__is_active=True)
    # Not the officer's row, which the filter joins: that one is locked before a reset and never behind it.
    reset = running.select_for_update(of=("self",)).first()
    if reset is None or reset.expires_at <= at:
        raise ResetNotFound
    return reset


def _use(found: QuerySet[PasswordReset], password: str, at: datetime) -> PasswordReset:
    # The officer is locked before the reset, as reset_ask does: two of them never wait for each other.
    officer_id = found.values_list("officer_id", flat=True).order_by("-pk").first()
    officer = Officer.objects.select_for_update().filter(pk=officer_id or 0).first()
    if officer is None:
        raise ResetNotFound
    reset = _open(found, at)
    # Nobody is signed in here: whoever has the link or the code acts as the officer.
    actor = Actor(kind=ActorKind.OFFICER, key=str(officer.pk), label=officer.display_name)
    officer.password, officer.must_change_password = password_hashed(password, officer), False
    officer.save(update_fields=["password", "must_change_password"])
    # Guesses at the old password must not keep the owner out with the new one.
    account_unlock(username=officer.username)
    reset.ended_at, reset.was_used = at, True
    reset.save(update_fields=["ended_at", "was_used"])
    _record("used", reset, actor, at, officer)
    return reset


def _end(reset: PasswordReset, actor: Actor, at: datetime) -> None:
    reset.ended_at = at
    reset.save(update_fields=["ended_at"])
    _record("ended", reset, actor, at)


def _record(what: str, reset: PasswordReset, actor: Actor, at: datetime, officer: Officer | None = None) -> None:
    """An entry with the reset, and with the officer where the password has changed."""
    entry_append(
        kind=f"orgs.reset.{what}",
        subject=Ref("officer", reset.officer_id),
        at=at,
        actor=actor.ref,
        facts={"way": reset.way},
        rows=[reset, officer] if officer else [reset],
    )
    security_record(
        kind=f"reset.{what}", actor=actor.ref, at=at, officer_id=reset.officer_id, facts={"way": reset.way}
    )
