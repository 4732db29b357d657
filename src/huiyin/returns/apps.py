"""Returns as a Django application."""

from django.apps import AppConfig

from huiyin.clocks.rules.timed import subject_kind_register
from huiyin.kernel.refs import ref_kinds_register
from huiyin.returns.rules.fields import TYPED, field_register
from huiyin.returns.rules.timed import RETURN


class ReturnsConfig(AppConfig):
    """What units owe again and again."""

    name = "huiyin.returns"
    label = "returns"

    def ready(self) -> None:
        """Name its subjects, who hears of their clocks, and the fields that units type."""
        # They import models.
        from huiyin.returns import registration  # noqa: PLC0415
        from huiyin.returns.reminders import OWNER  # noqa: PLC0415
        from huiyin.workflow.reminders import reminder_owner_register  # noqa: PLC0415

        registration.register()
        ref_kinds_register(("return", "return_scheme"))
        subject_kind_register(RETURN)
        reminder_owner_register(RETURN.name, OWNER)
        for field in TYPED:
            field_register(field)
