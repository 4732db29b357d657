"""What the sign-in library says about the second step goes on record; no rule stands here."""

from typing import Any

from allauth.mfa import signals

from huiyin.flows.security_events import second_factor
from huiyin.kernel.time import now


def added(user: Any, **_given: Any) -> None:
    """Switched on, or codes made."""
    second_factor(what="added", officer_id=user.pk, at=now())


def removed(user: Any, **_given: Any) -> None:
    """Switched off."""
    second_factor(what="removed", officer_id=user.pk, at=now())


def renewed(user: Any, **_given: Any) -> None:
    """Recovery codes made anew."""
    second_factor(what="reset", officer_id=user.pk, at=now())


def failed(user: Any, **_given: Any) -> None:
    """A wrong code."""
    second_factor(what="failed", officer_id=user.pk, at=now())


def listen() -> None:
    """Once per process."""
    signals.authenticator_added.connect(added, dispatch_uid="huiyin.added")
    signals.authenticator_removed.connect(removed, dispatch_uid="huiyin.removed")
    signals.authenticator_reset.connect(renewed, dispatch_uid="huiyin.renewed")
    signals.authentication_failed.connect(failed, dispatch_uid="huiyin.failed")
