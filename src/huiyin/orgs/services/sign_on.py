"""Linking an account with an identity of the organisation's sign-on.

Who links somebody's account to an identity of their own would sign in as that officer. So a link is guarded as a
password is: it holds only after the officer, or a second person, has agreed, and never by the word of who asked.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from huiyin.kernel.actor import Actor
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import clean_line
from huiyin.ledger.services import entry_append, security_record
from huiyin.orgs.errors import OfficerNotThere
from huiyin.orgs.grant_rules import GRANT_WAITS
from huiyin.orgs.models import Officer, SignOnLink
from huiyin.orgs.permissions import demand_may_arrange, is_system
from huiyin.orgs.selectors.grants import is_being_set_up
from huiyin.orgs.selectors.sign_on import link_deciders, link_view
from huiyin.orgs.sign_on_errors import (
    SignOnAgreeNotAllowed,
    SignOnLinkConflict,
    SignOnLinkNotFound,
    SubjectRequired,
)

_SUBJECT_LENGTH = 255


@transaction.atomic
def sign_on_propose(*, officer_id: int, provider: str, subject: str, actor: Actor, at: datetime) -> SignOnLink:
    """Ask that an identity opens an account. It holds at once by the system's word, and while nothing is filed yet.

    Raises NotAllowed, OfficerNotThere, SubjectRequired, SignOnLinkConflict.
    """
    demand_may_arrange(actor)
    subject = clean_line(subject)
    if not subject or len(subject) > _SUBJECT_LENGTH:
        raise SubjectRequired
    officer = Officer.objects.select_for_update().filter(pk=officer_id, is_active=True).first()
    if officer is None:
        raise OfficerNotThere
    same = Q(provider=provider) & (Q(subject=subject) | Q(officer=officer))
    for earlier in SignOnLink.objects.select_for_update().filter(same, ended_at__isnull=True):
        if earlier.agreed_at is not None or earlier.expires_at > at:
            raise SignOnLinkConflict
        _end(earlier, "lapsed", actor, at)
    # Nobody opens their own account in a new way by themselves: an unlocked screen would be enough to come back.
    is_at_once = is_system(actor) or (is_being_set_up() and actor.officer_id != officer_id)
    link = SignOnLink.objects.create(
        officer=officer,
        provider=provider,
        subject=subject,
        asked_by_id=actor.officer_id,
        asked_at=at,
        expires_at=at + GRANT_WAITS,
        agreed_at=at if is_at_once else None,
    )
    _record("agreed" if is_at_once else "proposed", link, actor, at)
    return link


@transaction.atomic
def sign_on_agree(*, link_id: int, actor: Actor, at: datetime) -> SignOnLink:
    """The officer or a second person says that the identity is the officer's. Raises as `_waiting` does."""
    link = _waiting(link_id, actor, at)
    link.agreed_at, link.agreed_by_id = at, actor.officer_id
    link.save(update_fields=["agreed_at", "agreed_by"])
    _record("agreed", link, actor, at)
    return link


@transaction.atomic
def sign_on_refuse(*, link_id: int, actor: Actor, at: datetime) -> SignOnLink:
    """They say that it isn't. Raises as `_waiting` does."""
    link = _waiting(link_id, actor, at)
    _end(link, "refused", actor, at)
    return link


@transaction.atomic
def sign_on_end(*, link_id: int, actor: Actor, at: datetime) -> SignOnLink:
    """The identity opens nothing any more; also takes back what waits. Raises NotAllowed, SignOnLinkNotFound."""
    demand_may_arrange(actor)
    link = SignOnLink.objects.select_for_update().filter(pk=link_id, ended_at__isnull=True).first()
    if link is None:
        raise SignOnLinkNotFound
    _end(link, "ended", actor, at)
    return link


def sign_on_end_all(*, officer: Officer, actor: Actor, at: datetime) -> None:
    """Whoever comes back to an account is linked anew, in the caller's transaction."""
    for link in SignOnLink.objects.select_for_update().filter(officer=officer, ended_at__isnull=True):
        _end(link, "ended", actor, at)


def _waiting(link_id: int, actor: Actor, at: datetime) -> SignOnLink:
    """What waits and is this actor's to decide. Raises SignOnLinkNotFound, SignOnAgreeNotAllowed."""
    found = link_view(link_id=link_id, at=at)
    # The officer is locked before the link, as everywhere.
    list(Officer.objects.select_for_update().filter(pk=found.officer_id).values_list("pk"))
    link = SignOnLink.objects.select_for_update().filter(pk=link_id, ended_at__isnull=True).first()
    if link is None or link.agreed_at is not None:
        raise SignOnLinkNotFound
    if actor.officer_id not in link_deciders(link=found, at=at):
        raise SignOnAgreeNotAllowed
    return link


def _end(link: SignOnLink, what: str, actor: Actor, at: datetime) -> None:
    link.ended_at, link.ended_by_id = at, actor.officer_id
    link.save(update_fields=["ended_at", "ended_by"])
    _record(what, link, actor, at)


def _record(what: str, link: SignOnLink, actor: Actor, at: datetime) -> None:
    """The subject stands in the row alone, which the entry commits to; the security record names the link."""
    entry_append(
        kind=f"orgs.sign_on.{what}",
        subject=Ref("officer", link.officer_id),
        at=at,
        actor=actor.ref,
        facts={"provider": link.provider},
        rows=[link],
    )
    security_record(
        kind=f"sign_on.{what}",
        actor=actor.ref,
        at=at,
        officer_id=link.officer_id,
        facts={"provider": link.provider, "link": link.pk},
    )
