"""What the sign-in library says about the second step goes on record, and is held against it later."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from huiyin.flows.security_events import second_factor
from huiyin.kernel.actor import Role
from huiyin.kernel.text import N_
from huiyin.kernel.time import now
from huiyin.ledger.checks import Check, Deviation, check_register
from huiyin.ledger.selectors import security_facts
from huiyin.orgs.grant_rules import SECOND_FACTOR_ROLES
from huiyin.orgs.selectors import actor_for
from huiyin.web.officer_sessions import sessions_end

_NAMES: Mapping[str, str] = {
    Authenticator.Type.TOTP: N_("两步登录"),
    Authenticator.Type.RECOVERY_CODES: N_("备用码"),
    Authenticator.Type.WEBAUTHN: N_("安全密钥"),
}
# What counts as a second step; recovery codes alone are none.
STEP_TYPES = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# Which recovery codes are spent, by bits, as the library names it; and all names that it writes.
_SPENT = "used_mask"
_OF_THE_LIBRARY = frozenset({"secret", "seed", "credential", "name", "viewed_at", _SPENT})
_ON_RECORD = ("second_factor.added", "second_factor.removed", "second_factor.reset", "second_factor.spent")
# Two secrets with the same 32 digits nobody finds.
_MARK_LENGTH = 32


def is_demanded(officer_id: int) -> bool:
    """Whether this officer must sign in with a second step. Two statements where that goes by posts."""
    match settings.HUIYIN_SECOND_FACTOR:
        case "everybody":
            return True
        case "sensitive":
            return actor_for(officer_id=officer_id).holds(*SECOND_FACTOR_ROLES)
        case "optional":
            return False
        case roles:
            return actor_for(officer_id=officer_id).holds(*map(Role, roles.split(",")))


def has_one(officer_id: int) -> bool:
    """Whether the officer has switched it on; recovery codes alone are none."""
    return bool(Authenticator.objects.filter(user_id=officer_id, type__in=STEP_TYPES).exists())


def among_with_one(officer_ids: Iterable[int]) -> frozenset[int]:
    """Those of these officers who have switched it on. One statement."""
    found = Authenticator.objects.filter(user_id__in=set(officer_ids), type__in=STEP_TYPES)
    return frozenset(found.values_list("user_id", flat=True))


def is_last_demanded(authenticator: Authenticator) -> bool:
    """Whether an officer who must have a second step would be left without one."""
    others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=STEP_TYPES)
    is_step = authenticator.type in STEP_TYPES
    return is_step and not others.exclude(pk=authenticator.pk).exists() and is_demanded(authenticator.user_id)


def added(user: Any, authenticator: Authenticator, request: HttpRequest, **_given: Any) -> None:
    """Switched on, or codes made; sessions from before end, all but this one."""
    second_factor(what="added", officer_id=user.pk, at=now(), sort=authenticator.type, mark=_mark(authenticator.data))
    _end_others(user.pk, request)


def removed(user: Any, authenticator: Authenticator, request: HttpRequest, **_given: Any) -> None:
    """Switched off; the same."""
    # Of several keys: which of them.
    mark = _mark(authenticator.data) if authenticator.type == Authenticator.Type.WEBAUTHN else ""
    second_factor(what="removed", officer_id=user.pk, at=now(), sort=authenticator.type, mark=mark)
    _end_others(user.pk, request)


def renewed(user: Any, authenticator: Authenticator, request: HttpRequest, **_given: Any) -> None:
    """Recovery codes made anew; the same."""
    second_factor(what="reset", officer_id=user.pk, at=now(), sort=authenticator.type, mark=_mark(authenticator.data))
    _end_others(user.pk, request)


def used(user: Any, authenticator: Authenticator, **_given: Any) -> None:
    """A step was taken; of a recovery code it goes on record that it opens nothing any more."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        return
    # The library has spent it in a row of its own reading.
    data = Authenticator.objects.values_list("data", flat=True).get(pk=authenticator.pk)
    second_factor(
        what="spent",
        officer_id=user.pk,
        at=now(),
        sort=authenticator.type,
        mark=_mark(data),
        spent=int(data.get(_SPENT, 0)),
    )


def failed(user: Any, **_given: Any) -> None:
    """A wrong code."""
    second_factor(what="failed", officer_id=user.pk, at=now())


def deviations(_at: datetime) -> Iterator[Deviation]:
    """Second steps that aren't as the security record has them: taken away, put there or exchanged past our pages."""
    recorded, spent = _recorded()
    there: dict[tuple[int, str], set[str]] = {}
    for officer_id, sort, data in Authenticator.objects.values_list("user_id", "type", "data"):
        mark = _mark(data)
        there.setdefault((officer_id, sort), set()).add(mark)
        # More may be spent than is recorded: earlier versions wrote nothing of it.
        if spent.get(mark, 0) & ~int(data.get(_SPENT, 0)):
            yield Deviation(_("账号 %(id)s 用过的备用码又能用了：与安全记录不符。") % {"id": officer_id})
    for officer_id, sort in sorted(recorded.keys() | there.keys()):
        known, found = recorded.get((officer_id, sort), set()), there.get((officer_id, sort), set())
        of = {"id": officer_id, "what": _(_NAMES.get(sort, sort))}
        if bool(known) != bool(found):
            yield Deviation(_("账号 %(id)s 的%(what)s与安全记录不符：没有记录说它被打开或关闭。") % of)
        # Records of earlier versions have no mark.
        elif known != found and known != {""}:
            yield Deviation(_("账号 %(id)s 的%(what)s与安全记录不符：不是记录里打开的那一个。") % of)


def _recorded() -> tuple[dict[tuple[int, str], set[str]], dict[str, int]]:
    """The marks of what is on, by officer and sort; "" where the record has none. Of keys there may be several.

    And which recovery codes are spent, as bits, by the mark of their seed: no two have the same.
    """
    found: dict[tuple[int, str], set[str]] = {}
    spent: dict[str, int] = {}
    # They come in their order, so the last one counts.
    for kind, facts in security_facts(kinds=_ON_RECORD):
        if kind == "second_factor.spent":
            seed = str(facts["mark"])
            spent[seed] = spent.get(seed, 0) | int(str(facts.get("spent", 0)))
            continue
        # Of codes that were made anew earlier versions wrote no sort: there is only this one.
        key = int(str(facts["officer"])), str(facts.get("type") or Authenticator.Type.RECOVERY_CODES)
        mark, is_key = str(facts.get("mark", "")), key[1] == Authenticator.Type.WEBAUTHN
        if kind.endswith("removed"):
            # Without a mark all went at once: the second step was lost.
            found[key] = found.get(key, set()) - {mark} if is_key and mark else set()
        else:
            found[key] = found.get(key, set()) | {mark} if is_key else {mark}
    return {key: marks for key, marks in found.items() if marks}, spent


def _mark(data: Mapping[str, Any]) -> str:
    """Tells one secret from another by its ciphertext, of which no two are alike; what use changes isn't in it.

    Whatever else somebody puts beside it is: the library would take codes of another sort from there.
    """
    secret = data.get("secret") or data.get("seed") or json.dumps(data.get("credential", data), sort_keys=True)
    if strange := {name: value for name, value in data.items() if name not in _OF_THE_LIBRARY}:
        secret = f"{secret} {json.dumps(strange, sort_keys=True)}"
    return hashlib.sha256(str(secret).encode()).hexdigest()[:_MARK_LENGTH]


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
    signals.authenticator_used.connect(used, dispatch_uid="huiyin.used")
    signals.authentication_failed.connect(failed, dispatch_uid="huiyin.failed")
