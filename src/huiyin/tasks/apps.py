"""Tasks as a Django application."""

from django.apps import AppConfig

from huiyin.clocks.rules.timed import subject_kind_register
from huiyin.kernel.refs import ref_kinds_register
from huiyin.tasks.rules.timed import TASK


class TasksConfig(AppConfig):
    """Everything that is handed down with a day."""

    name = "huiyin.tasks"
    label = "tasks"

    def ready(self) -> None:
        """Their references, their clocks, and who hears of these."""
        # They import models.
        from huiyin.tasks import registration  # noqa: PLC0415
        from huiyin.tasks.reminders import OWNER  # noqa: PLC0415
        from huiyin.workflow.reminders import reminder_owner_register  # noqa: PLC0415

        registration.register()
        ref_kinds_register((TASK.name,))
        subject_kind_register(TASK)
        reminder_owner_register(TASK.name, OWNER)
