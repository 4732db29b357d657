"""Time asked for, waits for the petitioner, and how the answer was served, as pages show them."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext

from huiyin.matters.delivery.rules import SERVICE_LABELS, ServiceMethod
from huiyin.matters.models import Reply, Service


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


def day_in_words(iso: object) -> str:
    """A day that a step's facts name, in the language of the page."""
    return date_format(date.fromisoformat(str(iso)), gettext("Y年n月j日"))
