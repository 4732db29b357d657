"""Reception as a Django application."""

from django.apps import AppConfig

from huiyin.kernel.refs import ref_kinds_register
from huiyin.returns.rules.fields import field_register


class ReceptionConfig(AppConfig):
    """Days on which leaders and offices receive people, and their appointments."""

    name = "huiyin.reception"
    label = "reception"

    def ready(self) -> None:
        """Name what entries may be about, and what returns can be filled from."""
        # They import models.
        from huiyin.reception import deviations, registration  # noqa: PLC0415
        from huiyin.reception.selectors.held import DAYS_HELD  # noqa: PLC0415

        deviations.register()
        registration.register()
        ref_kinds_register(("appointment", "reception_day", "reception_plan", "home_visit_wish"))
        field_register(DAYS_HELD)
