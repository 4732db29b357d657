"""The organisation as a Django application."""

from django.apps import AppConfig

from huiyin.kernel.refs import ref_kinds_register


class OrgsConfig(AppConfig):
    """Units, posts and officers."""

    name = "huiyin.orgs"
    label = "orgs"

    def ready(self) -> None:
        """Name what verification recomputes; the models are there by now."""
        from huiyin.orgs.deviations import register  # noqa: PLC0415 - it imports models

        register()
        ref_kinds_register(("officer", "unit", "post", "grant", "competence", "category", "area"))
