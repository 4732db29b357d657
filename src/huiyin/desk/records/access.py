"""Which records are for whom: none of them shows what a matter says."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpResponseBase

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.errors import NotAllowed

View = Callable[..., HttpResponseBase]

# The ledger's entries and the outbox hold no content; who opened identities and what for is for auditors alone.
LEDGER = (Role.AUDITOR, Role.ADMINISTRATOR)
OPENINGS = (Role.AUDITOR,)
SECURITY = (Role.AUDITOR,)
OUTBOX = (Role.AUDITOR, Role.ADMINISTRATOR)
SEND_AGAIN = (Role.ADMINISTRATOR,)


def may_see_outbox(actor: Actor) -> bool:
    """In a demo the outbox stands in for everybody's mailbox."""
    return settings.HUIYIN_DEMO or actor.holds(*OUTBOX)


def tabs_of(actor: Actor, tab: str) -> dict[str, object]:
    """Which of the lists this officer may open, and which is shown."""
    return {
        "tab": tab,
        "may_ledger": actor.holds(*LEDGER),
        "may_openings": actor.holds(*OPENINGS),
        "may_security": actor.holds(*SECURITY),
    }


def for_roles(*roles: Role) -> Callable[[View], View]:
    """A view of the desk for holders of these roles. Raises NotAllowed for everybody else."""
    return _guard(lambda actor: actor.holds(*roles))


def for_outbox() -> Callable[[View], View]:
    """A view of the outbox. Raises NotAllowed for whoever may not see it."""
    return _guard(may_see_outbox)


def _guard(may: Callable[[Actor], bool]) -> Callable[[View], View]:
    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not may(request.actor):
                raise NotAllowed
            return view(request, *args, **kwargs)

        return desk_view(guarded)

    return wrap
