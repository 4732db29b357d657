"""Supervision as a Django application."""

from django.apps import AppConfig

from huiyin.clocks.rules.timed import subject_events_register
from huiyin.matters.core.rules.timed import MATTER
from huiyin.supervision.rules import EVENTS


class SupervisionConfig(AppConfig):
    """Demands on the units that have matters."""

    name = "huiyin.supervision"
    label = "supervision"

    def ready(self) -> None:
        """What it adds to matters: moves, how these are said, what is read, what is owed."""
        # They import models.
        from huiyin.supervision import registration  # noqa: PLC0415

        subject_events_register(MATTER.name, EVENTS)
        registration.register()
