"""Which sign-on systems there are, and the links of accounts with them, with the notices that go out about it."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from huiyin.flows.change_notices import officers_notify, watchers
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import BadInput
from huiyin.kernel.sign_on import SignOnProvider
from huiyin.kernel.text import N_
from huiyin.orgs.selectors import posts_of_officer
from huiyin.orgs.selectors.grants import auditors
from huiyin.orgs.selectors.sign_on import link_deciders, link_view
from huiyin.orgs.services import sign_on_agree, sign_on_end, sign_on_propose, sign_on_refuse

_OWN_PAGE = "/desk/account/"
_DECIDING_PAGE = "/desk/account/sign-on/"


class ProviderUnknown(BadInput):
    """No such sign-on system is set up."""

    sentence = N_("没有设置过这个统一认证：%(name)s。")
    field = "provider"


def sign_on_providers() -> tuple[SignOnProvider, ...]:
    """All that are set up, in the order of the sign-in page."""
    providers: tuple[SignOnProvider, ...] = settings.HUIYIN_SIGN_ON
    return providers


def sign_on_provider(code: str) -> SignOnProvider:
    """The one of that code. Raises ProviderUnknown."""
    found = next((provider for provider in sign_on_providers() if provider.code == code), None)
    if found is None:
        raise ProviderUnknown(name=code)
    return found


def provider_label(code: str) -> str:
    """What it is called; its code where it isn't set up any more."""
    return next((provider.label for provider in sign_on_providers() if provider.code == code), code)


def account_link(*, officer_id: int, provider: str, subject: str, actor: Actor, at: datetime) -> bool:
    """Ask that an identity opens an account; gives whether it does so at once. Everybody concerned hears of it.

    Raises ProviderUnknown, and as sign_on_propose does.
    """
    sign_on_provider(provider)
    with transaction.atomic():
        link = sign_on_propose(officer_id=officer_id, provider=provider, subject=subject, actor=actor, at=at)
        if link.agreed_at is not None:
            _notify_changed(link.pk, officer_id, actor, at)
            return True
        key = f"sign_on:{link.pk}"
        deciders = sorted(link_deciders(link=link_view(link_id=link.pk, at=at), at=at) - {officer_id})
        officers_notify(template="account_sign_on", key=key, people=[officer_id], at=at, path=_OWN_PAGE)
        officers_notify(template="account_sign_on_waiting", key=key, people=deciders, at=at, path=_DECIDING_PAGE)
        return False


def account_link_agree(*, link_id: int, actor: Actor, at: datetime) -> None:
    """From now on the identity opens the account. Raises as sign_on_agree does."""
    with transaction.atomic():
        link = sign_on_agree(link_id=link_id, actor=actor, at=at)
        _notify_changed(link.pk, link.officer_id, actor, at)


def account_link_refuse(*, link_id: int, actor: Actor, at: datetime) -> None:
    """It doesn't, and leaders and auditors hear that somebody wanted it. Raises as sign_on_refuse does."""
    with transaction.atomic():
        link = sign_on_refuse(link_id=link_id, actor=actor, at=at)
        _notify_changed(link.pk, link.officer_id, actor, at)


def account_unlink(*, link_id: int, actor: Actor, at: datetime) -> None:
    """The identity opens nothing any more. Raises as sign_on_end does."""
    with transaction.atomic():
        link = sign_on_end(link_id=link_id, actor=actor, at=at)
        _notify_changed(link.pk, link.officer_id, actor, at)


def _notify_changed(link_id: int, officer_id: int, actor: Actor, at: datetime) -> None:
    """The officer, who watches over their units, and the auditors: also where one of them did it."""
    units = dict.fromkeys(post.unit_id for post in posts_of_officer(officer_id=officer_id))
    others = [*(watcher for unit_id in units for watcher in watchers(unit_id)), *sorted(auditors())]
    people = [officer_id, *others]
    key = f"sign_on:{link_id}:{at.isoformat()}"
    officers_notify(template="account_sign_on_changed", key=key, people=people, at=at, path=_OWN_PAGE, actor=actor)
