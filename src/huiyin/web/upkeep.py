"""What the worker clears away for the pages."""

from datetime import datetime, timedelta
from typing import cast

from django.conf import settings
from django.core.cache import caches

from huiyin.flows.worker_round import Part
from huiyin.kernel.private import temporary_sweep
from huiyin.web.cache import TableCache
from huiyin.web.models import BrowserSession
from huiyin.web.passes import passes_forget


def sessions_sweep(*, at: datetime) -> int:
    """Take away sessions, counts and ended passes whose time is over; gives how many rows."""
    gone, _ = BrowserSession.objects.filter(expire_date__lte=at).delete()
    return gone + cast(TableCache, caches["default"]).clear_expired(at=at) + passes_forget(at=at)


PARTS = (
    Part("sessions", timedelta(minutes=10), lambda at: sessions_sweep(at=at)),
    Part("temporary files", timedelta(minutes=10), lambda at: temporary_sweep(settings.HUIYIN_VAR)),
)
