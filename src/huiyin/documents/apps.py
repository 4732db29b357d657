"""Documents as a Django application."""

from django.apps import AppConfig

from huiyin.kernel.refs import ref_kinds_register


class DocumentsConfig(AppConfig):
    """Kept files, and letters with the series that number them."""

    name = "huiyin.documents"
    label = "documents"

    def ready(self) -> None:
        """Name what verification recomputes; the models are there by now."""
        # They import models.
        from huiyin.documents import registration  # noqa: PLC0415
        from huiyin.documents.deviations import register  # noqa: PLC0415

        register()
        registration.register()
        ref_kinds_register(("file", "template"))
