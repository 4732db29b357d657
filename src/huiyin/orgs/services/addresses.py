"""Another mail address for an officer: what an administrator types waits, while the old address is told."""

from datetime import datetime

from django.db import transaction

from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.refs import Ref
from huiyin.ledger.services import entry_append, security_record
from huiyin.orgs.grant_errors import AddressChangeNotFound
from huiyin.orgs.grant_rules import ADDRESS_WAITS
from huiyin.orgs.models import AddressChange, Officer, Post
from huiyin.orgs.permissions import is_system
from huiyin.orgs.selectors.grants import is_being_set_up


def address_waits(*, officer: Officer, email: str, actor: Actor) -> bool:
    """Whether this change of an address has to wait: whenever it could open an account that opens something.

    At once changes what the system changes, what is set up, and a slip in an account that was never used and holds
    no post.
    """
    if email == officer.email or is_system(actor) or is_being_set_up():
        return False
    return officer.has_usable_password() or Post.objects.filter(officer=officer).exists()


def address_propose(*, officer: Officer, email: str, actor: Actor, at: datetime) -> AddressChange:
    """Let another address wait its time, in the caller's transaction; one that waited before ends."""
    for earlier in AddressChange.objects.select_for_update().filter(officer=officer, ended_at__isnull=True):
        _end(earlier, actor, at, was_made=False)
    change = AddressChange.objects.create(
        officer=officer, email=email, asked_by_id=actor.officer_id, asked_at=at, holds_from=at + ADDRESS_WAITS
    )
    _record("proposed", change, actor, at, [change])
    return change


@transaction.atomic
def address_confirm(*, actor: Actor, at: datetime) -> None:
    """The officer says that the new address is theirs. Raises NotAllowed, AddressChangeNotFound."""
    change = _own(actor)
    _make(change, actor, at)


@transaction.atomic
def address_refuse(*, actor: Actor, at: datetime) -> None:
    """The officer says that it isn't theirs. Raises NotAllowed, AddressChangeNotFound."""
    change = _own(actor)
    _end(change, actor, at, was_made=False)


@transaction.atomic
def addresses_settle(*, actor: Actor, at: datetime) -> list[int]:
    """Make what has waited its time; gives the officers. Raises NotAllowed for anybody but the system."""
    if not is_system(actor):
        raise NotAllowed
    due = AddressChange.objects.filter(ended_at__isnull=True, holds_from__lte=at).order_by("officer_id")
    made = []
    for officer_id in list(due.values_list("officer_id", flat=True)):
        change = _locked(officer_id)
        if change is not None and change.holds_from <= at:  # nobody refused or replaced it meanwhile
            _make(change, actor, at)
            made.append(officer_id)
    return made


def _own(actor: Actor) -> AddressChange:
    if actor.officer_id is None:
        raise NotAllowed
    change = _locked(actor.officer_id)
    if change is None:
        raise AddressChangeNotFound
    return change


def _locked(officer_id: int) -> AddressChange | None:
    """The change that waits, if any; its officer is locked before it, as officer_revise does."""
    list(Officer.objects.select_for_update().filter(pk=officer_id).values_list("pk"))
    return AddressChange.objects.select_for_update().filter(officer_id=officer_id, ended_at__isnull=True).first()


def _make(change: AddressChange, actor: Actor, at: datetime) -> None:
    officer = Officer.objects.select_for_update().get(pk=change.officer_id)
    officer.email = change.email
    officer.save(update_fields=["email"])
    change.ended_at, change.ended_by_id, change.was_made = at, actor.officer_id, True
    change.save(update_fields=["ended_at", "ended_by", "was_made"])
    _record("made", change, actor, at, [change, officer])


def _end(change: AddressChange, actor: Actor, at: datetime, *, was_made: bool) -> None:
    change.ended_at, change.ended_by_id, change.was_made = at, actor.officer_id, was_made
    change.save(update_fields=["ended_at", "ended_by", "was_made"])
    _record("dropped", change, actor, at, [change])


def _record(
    what: str, change: AddressChange, actor: Actor, at: datetime, rows: list[AddressChange | Officer]
) -> None:
    entry_append(
        kind=f"orgs.address.{what}", subject=Ref("officer", change.officer_id), at=at, actor=actor.ref, rows=rows
    )
    security_record(kind=f"address.{what}", actor=actor.ref, at=at, officer_id=change.officer_id)
