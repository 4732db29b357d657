"""Security events of the sign-in, and what changes on the machine itself: settings, rulebooks, calendars.

Never with anything that somebody typed: a name that isn't an account's stays unsaid, a setting is only compared.
"""

import hmac
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from huiyin.clocks.loading import rule_texts
from huiyin.kernel.actor import system
from huiyin.kernel.keys import load_key
from huiyin.kernel.refs import Ref
from huiyin.ledger.selectors import installation_state
from huiyin.ledger.services import installation_record, security_record, security_record_sparely
from huiyin.orgs.selectors.officers import officer_id_named

_GATE = system("sign_in").ref
_MACHINE = system("installation").ref


def signed_in(*, officer_id: int, at: datetime, provider: str = "") -> None:
    """An officer has signed in, the second step included; `provider` is the sign-on system, "" by password."""
    facts = {"provider": provider} if provider else {}
    with transaction.atomic():
        security_record(
            kind="sign_in.done", actor=Ref("officer", officer_id), at=at, officer_id=officer_id, facts=facts
        )


def sign_on_refused(*, provider: str, officer_id: int | None, at: datetime) -> None:
    """Somebody has proved who they are, but no account is linked with that, or it is shut (`officer_id`).

    No more than twenty an hour each; never with what the other system calls a person.
    """
    kind = "sign_in.failed" if officer_id else "sign_in.unlinked"
    with transaction.atomic():
        security_record_sparely(kind=kind, actor=system(provider).ref, at=at, officer_id=officer_id)


def sign_in_failure_on_record(*, username: str, at: datetime) -> None:
    """A wrong password; whose, where there is such an account. No more than twenty an hour each."""
    with transaction.atomic():
        officer_id = officer_id_named(username=username)
        security_record_sparely(kind="sign_in.failed", actor=_GATE, at=at, officer_id=officer_id)


def sign_in_locked(*, username: str, at: datetime) -> None:
    """So many wrong passwords that the sign-in waits. No more than twenty an hour each."""
    with transaction.atomic():
        officer_id = officer_id_named(username=username)
        security_record_sparely(kind="sign_in.locked", actor=_GATE, at=at, officer_id=officer_id)


def second_factor(
    *, what: str, officer_id: int, at: datetime, sort: str = "", mark: str = "", spent: int = 0
) -> None:
    """The second step was switched on (`added`), off (`removed`), made anew (`reset`), failed (`failed`), or a
    recovery code was spent (`spent`; which ones are by now are the bits of the number of that name).

    `sort` is that of the step (`totp`, `recovery_codes`), `mark` tells its secret from another one. What is there is
    held against these entries: all of them are written, but failures no more than twenty an hour.
    """
    kind, actor = f"second_factor.{what}", Ref("officer", officer_id)
    with transaction.atomic():
        if what == "failed":
            security_record_sparely(kind=kind, actor=actor, at=at, officer_id=officer_id)
        else:
            given = (("type", sort), ("mark", mark), ("spent", spent))
            facts = {name: value for name, value in given if value}
            security_record(kind=kind, actor=actor, at=at, officer_id=officer_id, facts=facts)


def installation_compare(*, values: Mapping[str, str], at: datetime) -> list[str]:
    """Record which settings, rulebooks and calendars aren't as they were at the last start; gives their names.

    `values` are the settings by name. What is kept of each is a code under a key that isn't in the database.
    Raises KeyMissing.
    """
    key = hmac.digest(load_key(settings.HUIYIN_KEYS, "web"), b"state of the installation", "sha256")
    present = {**{f"setting {name}": value for name, value in values.items()}, **rule_texts()}
    state = {name: hmac.digest(key, text.encode(), "sha256").hex()[:16] for name, text in present.items()}
    with transaction.atomic():
        before = installation_state()
        changed = sorted(name for name in {*state, *before} if state.get(name) != before.get(name))
        if changed:
            # At the first start of all everything is new: nothing of it is a change.
            installation_record(state=state, changed=changed if before else [], actor=_MACHINE, at=at)
    return changed if before else []
