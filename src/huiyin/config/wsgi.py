"""Django as `config.asgi` calls it: whatever costs time is made ready before the first visitor."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connection
from django.urls import get_resolver

from huiyin.kernel.private import temporary_begin, temporary_sweep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")

application = get_wsgi_application()
# Large uploads lie there while they come in.
temporary_begin(settings.HUIYIN_VAR)
temporary_sweep(settings.HUIYIN_VAR)


def demand_keys() -> None:
    """The keys are those of the data, also in a process that was started again or by another server than ours.

    `huiyin serve` asks for more before it starts any. Raises KeyForeign, KeyMissing.
    """
    # Not before Django knows its models.
    ledger, vault = import_module("huiyin.ledger.services"), import_module("huiyin.vault.services")
    try:
        ledger.keys_check()
        vault.vault_keys_check()
    except DatabaseError:
        # PostgreSQL is away: each page says so until it is back. That is no reason not to come up.
        return


demand_keys()
# Each thread that answers has one of its own.
connection.close()

# All views are read now and not for the first visitor.
_patterns = get_resolver().url_patterns
# What is there by now stays until the process ends. Else the collector would look through all of it now and then, and
# whoever's page it is waits thirty milliseconds more.
gc.collect()
gc.freeze()
