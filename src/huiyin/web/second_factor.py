"""What the sign-in library says about the second step goes on record, and is held against it later."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from huiyin.flows.security_events import second_factor
from huiyin.kernel.time import now
from huiyin.ledger.checks import Check, Deviation, check_register
from huiyin.ledger.selectors import security_facts
from huiyin.orgs.grant_rules import SECOND_FACTOR_ROLES
from huiyin.orgs.selectors import actor_for
from huiyin.web.officer_sessions import sessions_end


def is_demanded(officer_id: int) -> bool:
    """Whether this officer must sign in with a second step. Two statements where that goes by posts."""
    match settings.HUIYIN_SECOND_FACTOR:
        case "everybody":
            return True
        case "sensitive":
            return actor_for(officer_id=officer_id).holds(*SECOND_FACTOR_ROLES)
        case _:
            return False


def has_one(officer_id: int) -> bool:
    """Whether the officer has switched it on; recovery codes alone are none."""
    return bool(Authenticator.objects.filter(user_id=officer_id, type=Authenticator.Type.TOTP).exists())


def among_with_one(officer_ids: Iterable[int]) -> frozenset[int]:
    """Those of these officers who have switched it on. One statement."""
    found = Authenticator.objects.filter(user_id__in=set(officer_ids), type=Authenticator.Type.TOTP)
    return frozenset(found.values_list("user_id", flat=True))


def added(user: Any, authenticator: Authenticator, request: HttpRequest, **_given: Any) -> None:
    """Switched on, or codes made; sessions from before end, all but this one."""
    second_factor(what="added", officer_id=user.pk, at=now(), sort=authenticator.type)
    _end_others(user.pk, request)


def removed(user: Any, authenticator: Authenticator, request: HttpRequest, **_given: Any) -> None:
    """Switched off; the same."""
    second_factor(what="removed", officer_id=user.pk, at=now(), sort=authenticator.type)
    _end_others(user.pk, request)


def renewed(user: Any, request: HttpRequest, **_given: Any) -> None:
    """Recovery codes made anew; the same."""
    second_factor(what="reset", officer_id=user.pk, at=now())
    _end_others(user.pk, request)


def failed(user: Any, **_given: Any) -> None:
    """A wrong code."""
    second_factor(what="failed", officer_id=user.pk, at=now())


def deviations(_at: datetime) -> Iterator[Deviation]:
    """Accounts whose second step isn't as the security record has it: taken away, or put there, past our pages."""
    recorded: dict[int, bool] = {}
    for kind, facts in security_facts(kinds=("second_factor.added", "second_factor.removed")):
        if facts.get("type") == Authenticator.Type.TOTP:
            # They come in their order, so the last one counts.
            recorded[int(str(facts["officer"]))] = kind.endswith("added")
    has = set(Authenticator.objects.filter(type=Authenticator.Type.TOTP).values_list("user_id", flat=True))
    for officer_id, is_on in sorted(recorded.items()):
        if is_on != (officer_id in has):
            yield Deviation(
                _("账号 %(id)s 的两步登录与安全记录不符：没有记录说它被打开或关闭。") % {"id": officer_id}
            )


def _end_others(officer_id: int, request: HttpRequest) -> None:
    actor = actor_for(officer_id=officer_id)
    sessions_end(officer_id=officer_id, actor=actor, at=now(), keep=request.session.session_key)


def register() -> None:
    """What verification compares."""
    check_register(Check("web.second_factor", deviations))


def listen() -> None:
    """Once per process."""
    signals.authenticator_added.connect(added, dispatch_uid="huiyin.added")
    signals.authenticator_removed.connect(removed, dispatch_uid="huiyin.removed")
    signals.authenticator_reset.connect(renewed, dispatch_uid="huiyin.renewed")
    signals.authentication_failed.connect(failed, dispatch_uid="huiyin.failed")
