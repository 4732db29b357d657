"""Time asked for, waits for the petitioner, and how the answer was served, as pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext

from huiyin.kernel.time import office_day
from huiyin.matters.models import ExtensionAsk, Matter, Message, Reply, Service
from huiyin.matters.rules.parts import Part
from huiyin.matters.rules.review import SERVICE_LABELS, ServiceMethod
from huiyin.matters.rules.states import MessageKind


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


@dataclass(frozen=True, slots=True)
class WaitView:
    """The office waits, or has waited, for what it asked the petitioner. No time limit stands still by it."""

    id: UUID
    since: datetime
    what: str
    until: datetime | None
    days: int


@dataclass(frozen=True, slots=True)
class ServiceView:
    """How and when a letter was served. By post it is on its way until somebody knows that it has come."""

    method: str
    label: str
    served_on: date
    note: str
    acknowledged_on: date | None
    acknowledgement: str

    @property
    def is_posted(self) -> bool:
        """Whether it went by post."""
        return self.method == ServiceMethod.POST

    @property
    def is_on_its_way(self) -> bool:
        """Posted, and nobody knows yet that it came."""
        return self.is_posted and self.acknowledged_on is None


def extension_asks_of(matter: Matter) -> tuple[ExtensionAskView, ...]:
    """The newest first; no statement for a matter whose time nobody wanted longer."""
    if not matter.parts & Part.EXTENSIONS:
        return ()
    return tuple(
        ExtensionAskView(
            one.days, one.reason, one.asked_at, one.asked_by, one.decided_at, one.granted, one.decision_reason
        )
        for one in ExtensionAsk.objects.filter(matter=matter).order_by("-asked_at")
    )


def waits_of(messages: Sequence[Message], at: datetime) -> tuple[WaitView, ...]:
    """A wait for each question; `days` until it was answered, or until now."""
    return tuple(
        WaitView(
            id=one.pk,
            since=one.at,
            what=one.body,
            until=one.answered_at,
            days=(office_day(one.answered_at or at) - office_day(one.at)).days,
        )
        for one in messages
        if one.kind == MessageKind.ASK
    )


def service_of(reply: Reply) -> ServiceView | None:
    """How it was served; None of one that wasn't, or that was answered before it came here. No statement."""
    service: Service | None = getattr(reply, "service", None)
    if service is None:
        return None
    return ServiceView(
        method=service.method,
        label=gettext(SERVICE_LABELS[ServiceMethod(service.method)]),
        served_on=service.served_on,
        note=service.note,
        acknowledged_on=service.acknowledged_on,
        acknowledgement=service.acknowledgement,
    )


def day_said(iso: object) -> str:
    """A day that a step's facts name, in the language of the page."""
    return date_format(date.fromisoformat(str(iso)), gettext("Y年n月j日"))


def open_ask(asks: Iterable[ExtensionAskView]) -> ExtensionAskView | None:
    """The one that waits for its decision."""
    return next((one for one in asks if one.decided_at is None), None)
