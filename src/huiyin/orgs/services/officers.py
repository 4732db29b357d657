"""Accounts of the people who work here."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from huiyin.kernel.actor import Actor
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import clean_line, tidy_email, tidy_phone
from huiyin.ledger.rules.canonical import JsonValue
from huiyin.ledger.services import EntryDraft, entries_append, entry_append, security_record
from huiyin.orgs.errors import (
    EmailUnfit,
    OfficerNotThere,
    PasswordLocal,
    PasswordSame,
    PasswordUnfit,
    UsernameInvalid,
    UsernameTaken,
)
from huiyin.orgs.grant_errors import PasswordByOthersNotAllowed
from huiyin.orgs.models import Officer, Post
from huiyin.orgs.passwords import LOCAL_WORDS
from huiyin.orgs.permissions import demand_may_arrange, is_system
from huiyin.orgs.rules import is_username
from huiyin.orgs.services._trees import changed_fields, name_checked
from huiyin.orgs.services.addresses import address_propose, address_waits
from huiyin.orgs.services.plans import OfficerFacts, OfficerPlan
from huiyin.orgs.services.sign_in import account_unlock
from huiyin.orgs.services.sign_on import sign_on_end_all


@transaction.atomic
def officers_create(*, plans: Sequence[OfficerPlan], actor: Actor, at: datetime) -> list[Officer]:
    """Make accounts, one ledger entry each (a password is no part of it).

    No officer gives a password to another one: that is what `reset_ask` is for. The installation sets one for
    `admin-create`, where its owner types it, and for the demo. Raises NotAllowed, PasswordByOthersNotAllowed,
    NameMissing, NameTooLong, UsernameInvalid, UsernameTaken, EmailUnfit, PasswordUnfit.
    """
    demand_may_arrange(actor)
    if not is_system(actor) and any(plan.password or plan.password_hash for plan in plans):
        raise PasswordByOthersNotAllowed
    officers = [_build(plan, at) for plan in plans]
    _demand_new_usernames([officer.username for officer in officers])
    Officer.objects.bulk_create(officers)
    entries_append(
        [
            EntryDraft(
                kind="orgs.officer.created",
                subject=Ref("officer", officer.pk),
                at=at,
                actor=actor.ref,
                facts={},
                rows=[officer],
            )
            for officer in officers
        ]
    )
    for officer in officers:
        security_record(kind="account.created", actor=actor.ref, at=at, officer_id=officer.pk)
    return officers


def officer_create(*, plan: OfficerPlan, actor: Actor, at: datetime) -> Officer:
    """Make one account. Raises as officers_create does."""
    return officers_create(plans=[plan], actor=actor, at=at)[0]


@transaction.atomic
def officer_password_set(*, officer_id: int, password: str, actor: Actor, at: datetime) -> None:
    """Give an account another password; all its sessions end. For the installation's own jobs, never for an officer.

    Raises PasswordByOthersNotAllowed, OfficerNotThere, PasswordUnfit.
    """
    if not is_system(actor):
        raise PasswordByOthersNotAllowed
    officer = _active_officer(officer_id)
    officer.password = password_hashed(password, officer)
    officer.must_change_password = False
    # Else those who guessed at the old password would keep its owner out with the new one.
    account_unlock(username=officer.username)
    _save(officer, ["password", "must_change_password"], kind="orgs.officer.password_set", actor=actor, at=at)
    security_record(kind="password.set", actor=actor.ref, at=at, officer_id=officer.pk)


@transaction.atomic
def officer_password_change(*, password: str, actor: Actor, at: datetime) -> Officer:
    """An officer puts an own password in the place of the one that was given to them; other sessions end.

    Raises OfficerNotThere, PasswordSame, PasswordUnfit.
    """
    officer = _active_officer(actor.officer_id or 0)
    if check_password(password, officer.password):
        raise PasswordSame
    officer.password = password_hashed(password, officer)
    officer.must_change_password = False
    _save(officer, ["password", "must_change_password"], kind="orgs.officer.password_changed", actor=actor, at=at)
    security_record(kind="password.changed", actor=actor.ref, at=at, officer_id=officer.pk)
    return officer


@transaction.atomic
def officer_deactivate(*, officer_id: int, actor: Actor, at: datetime) -> Officer:
    """Shut an account and vacate its posts; what the officer did stays as it is.

    Raises NotAllowed, OfficerNotThere.
    """
    demand_may_arrange(actor)
    officer = _active_officer(officer_id)
    posts = list(Post.objects.select_for_update().filter(officer=officer).order_by("pk"))
    for post in posts:
        post.officer, post.held_since = None, None
    Post.objects.bulk_update(posts, ["officer", "held_since"], batch_size=500)
    officer.is_active = False
    facts = {"posts": [post.pk for post in posts]}
    _save(officer, ["is_active"], kind="orgs.officer.deactivated", actor=actor, at=at, facts=facts, also=posts)
    security_record(kind="account.deactivated", actor=actor.ref, at=at, officer_id=officer.pk)
    return officer


@transaction.atomic
def officer_revise(*, officer_id: int, facts: OfficerFacts, actor: Actor, at: datetime) -> Officer:
    """Correct a person's name and how they are reached; letters that were issued keep the name that stands there.

    The entry says which facts changed, never what they were: a ledger is kept longer than a telephone number. With
    nothing changed there is none. Another mail address waits a week (`address_waits`), the old one holds meanwhile.
    Raises NotAllowed, OfficerNotThere, NameMissing, NameTooLong, EmailUnfit.
    """
    demand_may_arrange(actor)
    officer = _active_officer(officer_id)
    email = _email(facts.email)
    if address_waits(officer=officer, email=email, actor=actor):
        address_propose(officer=officer, email=email, actor=actor, at=at)
        email = officer.email
    before = changed_fields(
        officer,
        {
            "display_name": name_checked(facts.display_name),
            "email": email,
            "phone": tidy_phone(facts.phone)[:40],
        },
    )
    if not before:
        return officer
    return _save(officer, [*before], kind="orgs.officer.revised", actor=actor, at=at, facts={"changed": [*before]})


@transaction.atomic
def officer_reactivate(*, officer_id: int, actor: Actor, at: datetime) -> Officer:
    """Open the account of somebody who comes back: without a post, and without a password until one is set.

    What the officer is barred from and did before holds as ever, it goes by the account. Nothing happens to an
    account that is open. Raises NotAllowed, OfficerNotThere (no such officer).
    """
    demand_may_arrange(actor)
    officer = Officer.objects.select_for_update().filter(pk=officer_id).first()
    if officer is None:
        raise OfficerNotThere
    if officer.is_active:
        return officer
    officer.is_active, officer.password = True, make_password(None)
    _save(officer, ["is_active", "password"], kind="orgs.officer.reactivated", actor=actor, at=at)
    # As the password: who the account belongs to now, somebody else confirms anew.
    sign_on_end_all(officer=officer, actor=actor, at=at)
    security_record(kind="account.reactivated", actor=actor.ref, at=at, officer_id=officer.pk)
    return officer


def _save(
    officer: Officer,
    columns: Sequence[str],
    *,
    kind: str,
    actor: Actor,
    at: datetime,
    facts: Mapping[str, JsonValue] | None = None,
    also: Sequence[Post] = (),
) -> Officer:
    """Write these columns, with the entry that says so; `also` are other rows that changed with them."""
    officer.save(update_fields=[*columns])
    entry_append(
        kind=kind,
        subject=Ref("officer", officer.pk),
        at=at,
        actor=actor.ref,
        facts=facts,
        rows=[officer, *also],
    )
    return officer


def _active_officer(officer_id: int) -> Officer:
    officer = Officer.objects.select_for_update().filter(pk=officer_id, is_active=True).first()
    if officer is None:
        raise OfficerNotThere
    return officer


def _build(plan: OfficerPlan, at: datetime) -> Officer:
    officer = Officer(
        username=_username(plan.username),
        display_name=name_checked(plan.display_name),
        email=_email(plan.email),
        phone=tidy_phone(plan.phone)[:40],
        created_at=at,
    )
    officer.password = plan.password_hash or _first_password(plan.password, officer)
    return officer


def _username(text: str) -> str:
    username = Officer.normalize_username(clean_line(text))
    if not is_username(username):
        raise UsernameInvalid
    return username


def _demand_new_usernames(usernames: list[str]) -> None:
    used_names = set(Officer.objects.filter(username__in=usernames).values_list("username", flat=True))
    for username in usernames:
        if username in used_names:
            raise UsernameTaken(name=username)
        # Also what stands twice in the same list.
        used_names.add(username)


def _email(text: str) -> str:
    email = tidy_email(text)
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            raise EmailUnfit from error
    return email


def _first_password(password: str, officer: Officer) -> str:
    return password_hashed(password, officer) if password else make_password(None)


def password_hashed(password: str, officer: Officer) -> str:
    """The hash of a password that is fit for this officer. Raises PasswordUnfit, PasswordLocal."""
    try:
        validate_password(password, officer)
    except ValidationError as error:
        is_local = all(part.code == LOCAL_WORDS for part in error.error_list)
        raise (PasswordLocal if is_local else PasswordUnfit) from error
    return make_password(password)
