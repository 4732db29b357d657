"""What takes two people, with the notices that go out about it: proposals, agreement, refusal, lapse."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from huiyin.flows.change_notices import CHANGES_PAGE, officers_notify, watchers
from huiyin.flows.officer_away import away_round
from huiyin.kernel.actor import Actor, Role, system
from huiyin.orgs.grant_rules import GrantKind
from huiyin.orgs.selectors import post_view
from huiyin.orgs.selectors.grants import deciders, grant_seen, is_being_set_up, needs_agreement, officers_with
from huiyin.orgs.services import (
    PostPlan,
    grant_agree,
    grant_propose_post,
    grant_refuse,
    grant_withdraw,
    grants_lapse,
    grants_propose_reader,
    post_create,
    post_fill,
    reader_grants_end,
)
from huiyin.vault.services import seal_key_create, seal_key_holders, seal_key_replace

_SYSTEM = system("grants")


def post_give(*, post_id: int, officer_id: int | None, actor: Actor, at: datetime) -> bool:
    """Put an officer into a post, or nobody; gives whether it holds already. Else a second person has to agree.

    Whoever held it, who leads the unit and the auditors hear of it at once; what the one before had by the post goes
    back. Raises as post_fill and grant_propose_post do.
    """
    holds = post_give_within(post_id=post_id, officer_id=officer_id, actor=actor, at=at)
    if holds:
        # Apart from what is above: a matter that can't be given back mustn't take back who holds the post.
        away_round(at=at)
    return holds


@transaction.atomic
def post_give_within(*, post_id: int, officer_id: int | None, actor: Actor, at: datetime) -> bool:
    """As post_give, for whoever gives several posts in one transaction and calls `away_round` after it."""
    post = post_view(post_id=post_id)
    if officer_id not in (None, post.officer_id) and needs_agreement(
        role=post.role, officer_id=officer_id or 0, actor=actor, at=at
    ):
        grant = grant_propose_post(post_id=post_id, officer_id=officer_id or 0, actor=actor, at=at)
        _notify_proposed(grant.pk, at)
        return False
    changed = post_fill(post_id=post_id, officer_id=officer_id, actor=actor, at=at)
    if post.officer_id != officer_id:
        people = [post.officer_id, officer_id, *watchers(changed.unit_id)]
        key = f"post:{post_id}:{at.isoformat()}"
        officers_notify(template="post_changed", key=key, people=people, at=at, actor=actor)
    return True


def administrator_make(*, plan: PostPlan, actor: Actor, at: datetime) -> bool:
    """Put an officer into a new administrator's post from the server's shell; gives whether it holds already.

    It does while the installation is being set up, and where no administrator is left; else somebody has to agree as
    to any other proposal. Raises as grant_propose_post and post_fill do.
    """
    with transaction.atomic():
        alone = is_being_set_up() or not officers_with(role=Role.ADMINISTRATOR)
        # Vacant at first: for the system post_create would fill it at once, without anybody's agreement.
        post = post_create(plan=replace(plan, officer_id=None), actor=actor, at=at)
        if alone:
            return post_give(post_id=post.pk, officer_id=plan.officer_id, actor=actor, at=at)
        grant = grant_propose_post(post_id=post.pk, officer_id=plan.officer_id or 0, actor=actor, at=at)
        _notify_proposed(grant.pk, at)
        return False


def proposal_agree(*, grant_id: int, actor: Actor, at: datetime) -> None:
    """Agree, and tell everybody concerned. Raises as grant_agree does."""
    with transaction.atomic():
        grant_agree(grant_id=grant_id, actor=actor, at=at)
        _notify_decided(grant_id, at, actor)
    # A new reader displaces nobody, so nothing has to go back.
    if grant_seen(grant_id=grant_id).kind is GrantKind.POST:
        away_round(at=at)


def proposal_refuse(*, grant_id: int, reason: str, actor: Actor, at: datetime) -> None:
    """Refuse, and tell everybody concerned. Raises as grant_refuse does."""
    with transaction.atomic():
        grant_refuse(grant_id=grant_id, reason=reason, actor=actor, at=at)
        _notify_decided(grant_id, at, actor)


def proposal_withdraw(*, grant_id: int, actor: Actor, at: datetime) -> None:
    """Take a proposal back, and tell everybody concerned. Raises as grant_withdraw does."""
    with transaction.atomic():
        grant_withdraw(grant_id=grant_id, actor=actor, at=at)
        _notify_decided(grant_id, at, actor)


def seal_key_set(*, actor: Actor, passphrase: str, at: datetime) -> bool:
    """Give the officer a key for seals and propose them as a reader; gives whether they are one already.

    Raises as seal_key_create does.
    """
    with transaction.atomic():
        seal_key_create(actor=actor, passphrase=passphrase, at=at)
        return _propose_reader(actor, at)


def seal_key_renew(*, actor: Actor, passphrase: str, at: datetime) -> bool:
    """A new key in the place of one that is lost: agreed to anew, as the first was. Raises as seal_key_replace."""
    with transaction.atomic():
        seal_key_replace(actor=actor, passphrase=passphrase, at=at)
        reader_grants_end(actor=actor, at=at)
        return _propose_reader(actor, at)


def grants_round(*, at: datetime) -> int:
    """End what nobody decided in time; propose as readers whoever holds a key and came to a post since."""
    with transaction.atomic():
        lapsed = [grant.pk for grant in grants_lapse(actor=_SYSTEM, at=at)]
        for grant_id in lapsed:
            _notify_decided(grant_id, at, _SYSTEM)
    proposed = 0
    for officer_id in sorted(seal_key_holders()):
        with transaction.atomic():
            grants = grants_propose_reader(officer_id=officer_id, actor=_SYSTEM, at=at)
            for grant in grants:
                _notify_proposed(grant.pk, at)
        proposed += len(grants)
    return len(lapsed) + proposed


def _propose_reader(actor: Actor, at: datetime) -> bool:
    grants = grants_propose_reader(officer_id=actor.officer_id or 0, actor=actor, at=at)
    waiting = [grant for grant in grants if grant.decided_at is None]
    for grant in waiting:
        _notify_proposed(grant.pk, at)
    return not waiting


def _notify_proposed(grant_id: int, at: datetime) -> None:
    """Who may agree gets a to-do; who would be displaced, who leads and who audits hear of it at once."""
    grant = grant_seen(grant_id=grant_id)
    asked = deciders(grant_id=grant_id, at=at)
    path, key = f"{CHANGES_PAGE}{grant_id}/", f"grant:{grant_id}"
    officers_notify(template="grant_waiting", key=key, people=sorted(asked), at=at, path=path)
    # Whoever is asked has the to-do already, which says the same.
    others = [officer_id for officer_id in (grant.holder_id, *watchers(grant.unit_id)) if officer_id not in asked]
    officers_notify(template="grant_proposed", key=key, people=others, at=at, path=path)


def _notify_decided(grant_id: int, at: datetime, actor: Actor) -> None:
    grant = grant_seen(grant_id=grant_id)
    people = [grant.proposed_by, grant.officer_id, grant.holder_id, *watchers(grant.unit_id)]
    path, key = f"{CHANGES_PAGE}{grant_id}/", f"grant:{grant_id}"
    officers_notify(template="grant_decided", key=key, people=people, at=at, path=path, actor=actor)
