"""Rights that nobody gives here, and waits that nobody can have come by, looked for by verification."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.apps import apps
from django.utils.translation import gettext as _

from huiyin.allowances.services import uses_beyond, uses_forget
from huiyin.ledger.checks import Check, Deviation, check_register
from huiyin.ledger.coverage import UNUSED

# Most allowances are whole again within a day. A flood may use them ahead, but not a month's.
_AHEAD_MOST = timedelta(days=31)


def unused_deviations(_at: datetime) -> Iterator[Deviation]:
    """Rows in tables of Django's own rights: what an officer may do follows from posts alone."""
    models = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
    for label in UNUSED:
        if getattr(models[label], "LEDGER_FIELDS", None):
            continue  # then the ledger answers for its rows
        if count := models[label]._base_manager.count():
            params = {"label": label, "count": count}
            yield Deviation(_("%(label)s 里有 %(count)s 行：本系统从不使用这些授权。") % params)


def ahead_deviations(at: datetime) -> Iterator[Deviation]:
    """Uses that would keep somebody from filing, booking or signing in for longer than a month."""
    for key in uses_beyond(at=at + _AHEAD_MOST):
        yield Deviation(_("一项用量限额记到一个月以后：在那之前会把人挡在外面。"), key)


def ahead_mend(found: Sequence[Deviation], at: datetime) -> int:
    """As if nothing had been used."""
    return uses_forget(ids=[deviation.key for deviation in found], at=at)


def register() -> None:
    """At start-up."""
    check_register(Check("orgs.unused", unused_deviations))
    check_register(Check("orgs.waits", ahead_deviations, ahead_mend))
