"""Reception as a Django application."""

from django.apps import AppConfig

from huiyin.kernel.refs import ref_kinds_register


class ReceptionConfig(AppConfig):
    """Days on which leaders and offices receive people, and their appointments."""

    name = "huiyin.reception"
    label = "reception"

    def ready(self) -> None:
        """Name what entries may be about."""
        from huiyin.reception import registration  # noqa: PLC0415 - it imports models

        registration.register()
        ref_kinds_register(("appointment", "reception_day"))
