"""What the worker clears away for the pages."""

from datetime import datetime, timedelta
from importlib import import_module
from typing import cast

from django.conf import settings
from django.core.cache import caches

from huiyin.kernel.private import temporary_sweep
from huiyin.kernel.worker_parts import WorkerPart, worker_part_register
from huiyin.web.cache import TableCache
from huiyin.web.models import BrowserSession
from huiyin.web.passes import passes_forget


def sessions_sweep(*, at: datetime) -> int:
    """Take away sessions, counts and ended passes whose time is over; gives how many rows."""
    gone, _ = BrowserSession.objects.filter(expire_date__lte=at).delete()
    return gone + cast(TableCache, caches["default"]).clear_expired(at=at) + passes_forget(at=at)


def register() -> None:
    """Once models are there."""
    worker_part_register(WorkerPart("sessions", timedelta(minutes=10), lambda at: sessions_sweep(at=at), order=240))
    worker_part_register(
        WorkerPart(
            "temporary files",
            timedelta(minutes=10),
            lambda at: temporary_sweep(settings.HUIYIN_VAR),
            order=250,
        )
    )
    worker_part_register(WorkerPart("leavers", timedelta(days=1), _leavers_round, order=260))


def _leavers_round(at: datetime) -> object:
    # By name: only the worker needs the client of directories, and every command would load it.
    return import_module("huiyin.web.sign_on.leavers").leavers_round(at=at)
