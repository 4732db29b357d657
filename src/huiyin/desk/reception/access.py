"""Registrars and leaders arrange the reception of their own unit and see its lists."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponseBase

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.reception.errors import DayNotYours
from huiyin.reception.selectors import units_received_for


def reception_view(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view of the desk for those who receive somewhere. Raises DayNotYours for everybody else."""

    @wraps(view)
    def guarded(request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not units_received_for(request.actor):
            raise DayNotYours
        return view(request, *args, **kwargs)

    return desk_view(guarded)
