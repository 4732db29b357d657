"""Open pages ask seldom. Whoever asks without end is sent away before anything is read for them."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from threading import Lock
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from huiyin.kernel.time import now

# Of one officer in one process: twenty windows that all stand in view ask less often.
ASKED_MOST = 120
_MINUTE = 60


class AskedCounts:
    """How often each officer has asked in this minute; the next one begins with nothing."""

    def __init__(self) -> None:
        """Nobody has asked."""
        self._lock = Lock()
        self._minute = 0
        self._counts: dict[int, int] = {}

    def count(self, officer_id: int, *, at: datetime) -> int:
        """The officer asks; gives how often by now."""
        minute = int(at.timestamp()) // _MINUTE
        with self._lock:
            if minute != self._minute:
                self._minute, self._counts = minute, {}
            self._counts[officer_id] = count = self._counts.get(officer_id, 0) + 1
        return count


ASKED = AskedCounts()
View = Callable[..., HttpResponseBase]


def asked_seldom(view: View) -> View:
    """429 for an officer who asks more than ASKED_MOST times a minute; who isn't signed in isn't counted here."""

    @wraps(view)
    def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        officer_id = request.user.pk
        if officer_id is not None and ASKED.count(officer_id, at=now()) > ASKED_MOST:
            return HttpResponse(status=429, headers={"Retry-After": str(_MINUTE)})
        return view(request, *args, **kwargs)

    return counted
