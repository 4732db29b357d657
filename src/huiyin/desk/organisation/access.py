"""Only administrators arrange the organisation."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponseBase

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.kernel.errors import NotAllowed
from huiyin.orgs.permissions import is_administrator


def administrator_view(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view of the desk for administrators. Raises NotAllowed for everybody else."""

    @wraps(view)
    def guarded(request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_administrator(request.actor):
            raise NotAllowed
        return view(request, *args, **kwargs)

    return desk_view(guarded)
