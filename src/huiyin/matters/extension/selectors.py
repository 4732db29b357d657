"""What pages and lists are given of more time for the answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from huiyin.matters.core.rules.parts import Part
from huiyin.matters.models import ExtensionAsk, Matter


@dataclass(frozen=True, slots=True)
class ExtensionAskView:
    """More time that the handler has asked for; `granted` None: not decided yet. For staff alone."""

    days: int
    reason: str
    asked_at: datetime
    asked_by: int
    decided_at: datetime | None
    granted: bool | None
    decision_reason: str


def extension_asks_of(matter: Matter) -> tuple[ExtensionAskView, ...]:
    """The newest first; no statement for a matter whose time nobody wanted longer."""
    if not matter.parts & Part.EXTENSIONS:
        return ()
    return tuple(
        ExtensionAskView(
            ask.days, ask.reason, ask.asked_at, ask.asked_by, ask.decided_at, ask.granted, ask.decision_reason
        )
        for ask in ExtensionAsk.objects.filter(matter=matter).order_by("-asked_at")
    )


def open_ask(asks: Iterable[ExtensionAskView]) -> ExtensionAskView | None:
    """The one that waits for its decision."""
    return next((ask for ask in asks if ask.decided_at is None), None)
