"""Reception as a Django application."""

from django.apps import AppConfig

from huiyin.kernel.refs import ref_kinds_register


class ReceptionConfig(AppConfig):
    """Days on which leaders and offices receive people, and their appointments."""

    name = "huiyin.reception"
    label = "reception"

    def ready(self) -> None:
        """Name what entries may be about."""
        ref_kinds_register(("appointment", "reception_day"))
