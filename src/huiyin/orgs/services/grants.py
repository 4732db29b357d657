"""Proposing what takes two people, agreeing to it, refusing it, taking it back; what nobody decides lapses."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import clean_line
from huiyin.ledger.rules.canonical import JsonValue
from huiyin.ledger.services import entry_append, security_record
from huiyin.orgs.grant_errors import (
    GrantAgreeNotAllowed,
    GrantConflict,
    GrantNotFound,
    GrantReasonRequired,
    GrantWaitingConflict,
)
from huiyin.orgs.grant_rules import GRANT_REASON_LENGTH, GRANT_WAITS, GrantKind, GrantState
from huiyin.orgs.models import Grant
from huiyin.orgs.permissions import demand_may_arrange, is_system
from huiyin.orgs.selectors.grants import decides, is_being_set_up, reader_units
from huiyin.orgs.services.posts import check_duties, post_lock, post_put


@transaction.atomic
def grant_propose_post(*, post_id: int, officer_id: int, actor: Actor, at: datetime) -> Grant:
    """Propose an officer for a post; the present holder keeps it until somebody has agreed.

    Raises NotAllowed, OfficerNotThere, PostNotThere, DutiesNotAllowed, GrantConflict (they hold it already),
    GrantWaitingConflict.
    """
    demand_may_arrange(actor)
    post = post_lock(post_id=post_id, officer_id=officer_id)
    if post.officer_id == officer_id:
        raise GrantConflict
    check_duties(officer_id=officer_id, role=Role(post.role))
    # The worker ends what has lapsed every ten minutes; until then the unique index would refuse this one.
    _drop_expired(Grant.objects.filter(post=post, officer_id=officer_id, state=GrantState.WAITING), actor, at)
    grant = Grant(
        kind=GrantKind.POST,
        unit_id=post.unit_id,
        post=post,
        role=post.role,
        officer_id=officer_id,
        holder_id=post.officer_id,
        proposed_by_id=actor.officer_id,
        proposed_at=at,
        expires_at=at + GRANT_WAITS,
        state=GrantState.WAITING,
    )
    return _proposed(grant, actor, at)


@transaction.atomic
def grants_propose_reader(*, officer_id: int, actor: Actor, at: datetime) -> list[Grant]:
    """Propose an officer, who has a key, as a reader of what is sealed from now on where they work.

    By the officer, or by the system for a post that came later. While the installation is being set up it holds at
    once. Raises NotAllowed.
    """
    if actor.officer_id != officer_id and not is_system(actor):
        raise NotAllowed
    grants = []
    for unit_id in reader_units(officer_id=officer_id):
        grant = Grant(
            kind=GrantKind.READER,
            unit_id=unit_id,
            officer_id=officer_id,
            proposed_by_id=actor.officer_id,
            proposed_at=at,
            expires_at=at + GRANT_WAITS,
            state=GrantState.WAITING,
        )
        if is_being_set_up():
            grant.state, grant.decided_at = GrantState.AGREED, at
        grants.append(_proposed(grant, actor, at))
    return grants


@transaction.atomic
def reader_grants_end(*, actor: Actor, at: datetime) -> None:
    """What was agreed to or waits for this officer's former key holds no more. Raises NotAllowed."""
    if actor.officer_id is None:
        raise NotAllowed
    running = (GrantState.AGREED, GrantState.WAITING)
    found = Grant.objects.select_for_update().filter(
        kind=GrantKind.READER, officer_id=actor.officer_id, state__in=running
    )
    for grant in found.order_by("pk"):
        _end(grant, GrantState.ENDED, actor, at)


@transaction.atomic
def grant_agree(*, grant_id: int, actor: Actor, at: datetime) -> Grant:
    """Agree: from now on the officer holds the post, or reads what is sealed in the unit from now on.

    The system agrees for whoever has the server's shell. Raises GrantNotFound, GrantAgreeNotAllowed, GrantConflict
    (decided, lapsed, or the post isn't as it was), OfficerNotThere, UnitNotThere, DutiesNotAllowed.
    """
    grant = _decided_by(grant_id, actor, at)
    if grant.post_id is not None:
        post = post_lock(post_id=grant.post_id, officer_id=grant.officer_id)
        # What was looked at is another holder or another role by now: nobody has agreed to that.
        if (post.officer_id, post.role) != (grant.holder_id, grant.role):
            raise GrantConflict
        post_put(post=post, officer_id=grant.officer_id, actor=actor, at=at, grant_id=grant.pk)
    return _end(grant, GrantState.AGREED, actor, at)


@transaction.atomic
def grant_refuse(*, grant_id: int, reason: str, actor: Actor, at: datetime) -> Grant:
    """Refuse, with a reason. Raises GrantNotFound, GrantAgreeNotAllowed, GrantConflict, GrantReasonRequired."""
    grant = _decided_by(grant_id, actor, at)
    stated = clean_line(reason)
    if not stated or len(stated) > GRANT_REASON_LENGTH:
        raise GrantReasonRequired(limit=GRANT_REASON_LENGTH)
    grant.reason = stated
    return _end(grant, GrantState.REFUSED, actor, at)


@transaction.atomic
def grant_withdraw(*, grant_id: int, actor: Actor, at: datetime) -> Grant:
    """Whoever proposed takes it back. Raises GrantNotFound, NotAllowed, GrantConflict."""
    grant = _locked(grant_id)
    # The system's proposals have no proposer, and an actor who is no officer has no id: None must not match None.
    if grant.proposed_by_id is None or grant.proposed_by_id != actor.officer_id:
        raise NotAllowed
    _check_waiting(grant, at)
    return _end(grant, GrantState.WITHDRAWN, actor, at)


@transaction.atomic
def grants_lapse(*, actor: Actor, at: datetime) -> list[Grant]:
    """End what nobody has decided in time. Raises NotAllowed for anybody but the system."""
    if not is_system(actor):
        raise NotAllowed
    over = Grant.objects.select_for_update().filter(state=GrantState.WAITING, expires_at__lte=at).order_by("pk")
    return [_end(grant, GrantState.LAPSED, actor, at) for grant in over]


def _drop_expired(found: QuerySet[Grant], actor: Actor, at: datetime) -> None:
    for grant in found.select_for_update():
        if grant.expires_at > at:
            raise GrantWaitingConflict
        _end(grant, GrantState.LAPSED, actor, at)


def _proposed(grant: Grant, actor: Actor, at: datetime) -> Grant:
    grant.save(force_insert=True)
    _record("proposed" if grant.state == GrantState.WAITING else "agreed", grant, actor, at)
    return grant


def _decided_by(grant_id: int, actor: Actor, at: datetime) -> Grant:
    grant = _locked(grant_id)
    _check_waiting(grant, at)
    if not is_system(actor) and actor.officer_id not in decides(grant=grant, at=at):
        raise GrantAgreeNotAllowed
    return grant


def _locked(grant_id: int) -> Grant:
    grant = Grant.objects.select_for_update().filter(pk=grant_id).first()
    if grant is None:
        raise GrantNotFound
    return grant


def _check_waiting(grant: Grant, at: datetime) -> None:
    if grant.state != GrantState.WAITING or grant.expires_at <= at:
        raise GrantConflict


def _end(grant: Grant, state: GrantState, actor: Actor, at: datetime) -> Grant:
    grant.state, grant.decided_by_id, grant.decided_at = state, actor.officer_id, at
    grant.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    _record(state.value, grant, actor, at)
    return grant


def _record(what: str, grant: Grant, actor: Actor, at: datetime) -> None:
    facts: dict[str, JsonValue] = {"kind": grant.kind, "unit": grant.unit_id, "post": grant.post_id}
    entry_append(
        kind=f"orgs.grant.{what}",
        subject=Ref("grant", grant.pk),
        at=at,
        actor=actor.ref,
        facts={**facts, "role": grant.role, "officer": grant.officer_id, "holder": grant.holder_id},
        rows=[grant],
    )
    security_record(
        kind=f"grant.{what}", actor=actor.ref, at=at, officer_id=grant.officer_id, facts={**facts, "grant": grant.pk}
    )
