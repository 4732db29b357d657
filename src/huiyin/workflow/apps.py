"""The workflow as a Django application: it has no tables, only checks."""

from django.apps import AppConfig
from django.core.checks import register


class WorkflowConfig(AppConfig):
    """Moves and reminders of every kind of case."""

    name = "huiyin.workflow"
    label = "workflow"

    def ready(self) -> None:
        """Whatever has time limits has somebody who hears of them, or nothing starts."""
        from huiyin.workflow.checks import check_reminder_owners  # noqa: PLC0415 - it imports models

        register(check_reminder_owners, "reminders")
