"""Accounts and how their owners come to a password, with the notices that go out about it."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from huiyin.flows.change_notices import officers_notify, watchers
from huiyin.flows.security_events import second_factor
from huiyin.kernel.actor import Actor, system
from huiyin.orgs.grant_rules import BY_HAND, ResetWay
from huiyin.orgs.selectors import officer_view, posts_of_officer
from huiyin.orgs.selectors.grants import auditors, is_being_set_up
from huiyin.orgs.selectors.resets import address_change_of, code_holders
from huiyin.orgs.services import (
    OfficerFacts,
    OfficerPlan,
    address_confirm,
    address_refuse,
    addresses_settle,
    officer_create,
    officer_revise,
    reset_ask,
    reset_hand_over,
    reset_use_code,
    reset_use_link,
)

_SYSTEM = system("accounts")
_ACCOUNT_PAGE = "/desk/account/"


@dataclass(frozen=True, slots=True)
class Started:
    """How an officer gets at a password: by mail, by a code that others hand over, or by this code.

    `code` is given only while the installation is being set up: to whoever asked, as there is nobody else.
    """

    way: ResetWay
    code: str = ""


def account_open(*, plan: OfficerPlan, actor: Actor, at: datetime) -> Started:
    """Make an account, and let its owner set a password. Raises as officer_create does."""
    with transaction.atomic():
        officer = officer_create(plan=plan, actor=actor, at=at)
        way = ResetWay.MAIL if officer.email else ResetWay.CODE
        return reset_start(officer_id=officer.pk, way=way, actor=actor, at=at)


def reset_start(*, officer_id: int, way: ResetWay, actor: Actor, at: datetime) -> Started:
    """Let an officer set a password anew; whoever asks learns no password. Raises as reset_ask does."""
    with transaction.atomic():
        # Never for oneself: nobody hands a code over to themselves, and reset_hand_over would refuse it.
        if is_being_set_up() and actor.officer_id != officer_id:
            by_hand = way if way in BY_HAND else ResetWay.CODE
            reset = reset_ask(officer_id=officer_id, way=by_hand, actor=actor, at=at)
            return Started(by_hand, reset_hand_over(reset_id=reset.pk, actor=actor, at=at))
        reset = reset_ask(officer_id=officer_id, way=way, actor=actor, at=at)
        key = f"reset:{reset.pk}"
        if way is ResetWay.MAIL:
            # Without its secret end, which is added when the mail is sent: the outbox alone opens nothing.
            path = f"/accounts/reset/{reset.pk}/"
            officers_notify(template="account_link", key=key, people=[officer_id], at=at, path=path)
        else:
            asked = sorted(code_holders(officer_id=officer_id, asked_by=actor.officer_id, at=at))
            officers_notify(template="account_code", key=key, people=asked, at=at, path="/desk/account/codes/")
            # A reset that the officer knows nothing of comes to light before its code is used.
            officers_notify(template="account_reset", key=key, people=[officer_id], at=at, path=_ACCOUNT_PAGE)
        return Started(way)


def code_hand_over(*, reset_id: int, actor: Actor, at: datetime) -> str:
    """The code, for whoever hands it over. Raises as reset_hand_over does."""
    return reset_hand_over(reset_id=reset_id, actor=actor, at=at)


def password_by_link(*, reset_id: int, token: str, password: str, at: datetime) -> None:
    """The officer sets a password by the link; they are told of it too. Raises as reset_use_link does."""
    with transaction.atomic():
        reset = reset_use_link(reset_id=reset_id, token=token, password=password, at=at)
        _notify_set(reset.officer_id, at)


def password_by_code(*, username: str, code: str, password: str, at: datetime) -> None:
    """The officer sets a password by the code; they are told of it too. Raises as reset_use_code does.

    Where the reset was asked for because the second step is lost, it is off from now on, with its recovery codes.
    """
    with transaction.atomic():
        reset = reset_use_code(username=username, code=code, password=password, at=at)
        if reset.way == ResetWay.CODE_STEP:
            _second_step_end(reset.officer_id, at)
        _notify_set(reset.officer_id, at)


def officer_correct(*, officer_id: int, facts: OfficerFacts, actor: Actor, at: datetime) -> bool:
    """Correct a person's facts; gives whether all hold at once. A new address waits, and the old one is told.

    Raises as officer_revise does.
    """
    with transaction.atomic():
        # One that waited before was told then: correcting a telephone number must not tell of it again.
        before = address_change_of(officer_id=officer_id)
        officer_revise(officer_id=officer_id, facts=facts, actor=actor, at=at)
        waits = address_change_of(officer_id=officer_id)
        if waits is None or waits == before:
            return True
        units = dict.fromkeys(post.unit_id for post in posts_of_officer(officer_id=officer_id))
        # An officer without a post has no watchers: the auditors are named all the same.
        people = [officer_id, *(watcher for unit_id in units for watcher in watchers(unit_id)), *sorted(auditors())]
        key = f"address:{officer_id}:{at.isoformat()}"
        officers_notify(template="account_mail", key=key, people=people, at=at, path=_ACCOUNT_PAGE, actor=actor)
        return False


def own_address_confirm(*, actor: Actor, at: datetime) -> None:
    """The officer's new address holds from now on. Raises as address_confirm does."""
    address_confirm(actor=actor, at=at)


def own_address_refuse(*, actor: Actor, at: datetime) -> None:
    """The officer doesn't know the new address: the old one stays, auditors and leaders hear of it.

    Raises as address_refuse does.
    """
    with transaction.atomic():
        address_refuse(actor=actor, at=at)
        units = dict.fromkeys(post.unit_id for post in posts_of_officer(officer_id=actor.officer_id or 0))
        people = [*(watcher for unit_id in units for watcher in watchers(unit_id)), *sorted(auditors())]
        key = f"refused:{actor.officer_id}:{at.isoformat()}"
        officers_notify(template="account_mail", key=key, people=people, at=at, path="/desk/grants/", actor=actor)


def accounts_round(*, at: datetime) -> int:
    """Make the addresses that have waited their time."""
    return len(addresses_settle(actor=_SYSTEM, at=at))


def _second_step_end(officer_id: int, at: datetime) -> None:
    # One by one: each sort has an entry of its own, and whether the second step is on is held against these.
    for lost in Authenticator.objects.filter(user_id=officer_id):
        lost.delete()
        second_factor(what="removed", officer_id=officer_id, at=at, sort=lost.type)


def _notify_set(officer_id: int, at: datetime) -> None:
    key = f"{officer_view(officer_id=officer_id).id}:{at.isoformat()}"
    officers_notify(template="account_password", key=key, people=[officer_id], at=at, path=_ACCOUNT_PAGE)
