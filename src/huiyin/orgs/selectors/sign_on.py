"""Which account an identity opens, what waits for whose agreement."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from huiyin.orgs.models import Officer, SignOnLink
from huiyin.orgs.selectors.resets import code_holders
from huiyin.orgs.sign_on_errors import SignOnLinkNotFound


@dataclass(frozen=True, slots=True)
class SignOnLinkView:
    """A link that holds or waits."""

    id: int
    officer_id: int
    officer_name: str
    username: str
    provider: str
    subject: str
    asked_by: int | None
    asker_name: str
    asked_at: datetime
    expires_at: datetime
    agreed_at: datetime | None

    @property
    def waits(self) -> bool:
        """Whether nobody has agreed yet: it opens nothing."""
        return self.agreed_at is None


def officer_of_subject(*, provider: str, subject: str) -> Officer | None:
    """The account that an identity opens, also one that is shut; by provider and subject alone."""
    found = SignOnLink.objects.filter(
        provider=provider, subject=subject, agreed_at__isnull=False, ended_at__isnull=True
    )
    link = found.select_related("officer").first()
    return link.officer if link else None


def links_of_officer(*, officer_id: int, at: datetime) -> list[SignOnLinkView]:
    """What holds or waits for an account, also for one that is shut: it keeps its identity from others."""
    return [_view(link) for link in _running(at).filter(officer_id=officer_id).order_by("provider")]


def links_of_provider(*, provider: str) -> list[SignOnLinkView]:
    """What holds for open accounts with one system, by sign-in name: whom it lets in here."""
    holding = SignOnLink.objects.filter(provider=provider, agreed_at__isnull=False, ended_at__isnull=True)
    found = holding.filter(officer__is_active=True).select_related("officer", "asked_by")
    return [_view(link) for link in found.order_by("officer__username")]


def link_view(*, link_id: int, at: datetime) -> SignOnLinkView:
    """One that holds or waits. Raises SignOnLinkNotFound."""
    link = _open(at).filter(pk=link_id).first()
    if link is None:
        raise SignOnLinkNotFound
    return _view(link)


def link_deciders(*, link: SignOnLinkView, at: datetime) -> frozenset[int]:
    """Who may agree: the officer, unless they asked themselves, and who may hand them a code for a password."""
    others = code_holders(officer_id=link.officer_id, asked_by=link.asked_by, at=at)
    return (others | {link.officer_id}) - {link.asked_by or 0}


def links_to_decide(*, officer_id: int, at: datetime) -> list[SignOnLinkView]:
    """What waits for this officer's word about somebody else's account. One statement while there is nothing."""
    waiting = [_view(link) for link in _open(at).filter(agreed_at__isnull=True).order_by("id")]
    return [
        link for link in waiting if link.officer_id != officer_id and officer_id in link_deciders(link=link, at=at)
    ]


def _open(at: datetime) -> QuerySet[SignOnLink]:
    return _running(at).filter(officer__is_active=True)


def _running(at: datetime) -> QuerySet[SignOnLink]:
    found = SignOnLink.objects.filter(ended_at__isnull=True)
    lapsed = SignOnLink.objects.filter(agreed_at__isnull=True, expires_at__lte=at)
    return found.exclude(pk__in=lapsed).select_related("officer", "asked_by")


def _view(link: SignOnLink) -> SignOnLinkView:
    return SignOnLinkView(
        id=link.pk,
        officer_id=link.officer_id,
        officer_name=link.officer.display_name,
        username=link.officer.username,
        provider=link.provider,
        subject=link.subject,
        asked_by=link.asked_by_id,
        asker_name=link.asked_by.display_name if link.asked_by else "",
        asked_at=link.asked_at,
        expires_at=link.expires_at,
        agreed_at=link.agreed_at,
    )
