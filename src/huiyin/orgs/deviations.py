"""Rights that nobody gives here, looked for by verification."""

from collections.abc import Iterator
from datetime import datetime

from django.apps import apps
from django.utils.translation import gettext as _

from huiyin.ledger.checks import Check, Deviation, check_register
from huiyin.ledger.coverage import UNUSED


def unused_deviations(_at: datetime) -> Iterator[Deviation]:
    """Rows in tables of Django's own rights: what an officer may do follows from posts alone."""
    models = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
    for label in UNUSED:
        if getattr(models[label], "LEDGER_FIELDS", None):
            continue  # then the ledger answers for its rows
        if count := models[label]._base_manager.count():
            params = {"label": label, "count": count}
            yield Deviation(_("%(label)s 里有 %(count)s 行：本系统从不使用这些授权。") % params)


def register() -> None:
    """At start-up."""
    check_register(Check("orgs.unused", unused_deviations))
