"""The outbox as a Django application."""

from django.apps import AppConfig

from huiyin.kernel.refs import ref_kinds_register


class NoticesConfig(AppConfig):
    """Outgoing notices and their sending."""

    name = "huiyin.notices"
    label = "notices"

    def ready(self) -> None:
        """Name what verification recomputes; the models are there by now."""
        # They import models.
        from huiyin.notices import registration  # noqa: PLC0415
        from huiyin.notices.deviations import register  # noqa: PLC0415

        register()
        registration.register()
        ref_kinds_register(("notice", "outbox"))
