"""The organisation as a Django application."""

from django.apps import AppConfig

from huiyin.kernel.refs import ref_kinds_register


class OrgsConfig(AppConfig):
    """Units, posts and officers."""

    name = "huiyin.orgs"
    label = "orgs"

    def ready(self) -> None:
        """Name what verification recomputes; the models are there by now."""
        # They import models.
        from huiyin.orgs import registration  # noqa: PLC0415
        from huiyin.orgs.deviations import register  # noqa: PLC0415

        register()
        registration.register()
        ref_kinds_register(("officer", "unit", "post", "grant", "competence", "category", "area"))
