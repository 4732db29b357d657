"""The organisation as a Django application."""

from django.apps import AppConfig
from django.core.checks import register as register_check

from huiyin.kernel.refs import ref_kinds_register


class OrgsConfig(AppConfig):
    """Units, posts and officers."""

    name = "huiyin.orgs"
    label = "orgs"

    def ready(self) -> None:
        """Name what verification recomputes; the models are there by now."""
        # They import models.
        from huiyin.orgs import registration  # noqa: PLC0415
        from huiyin.orgs.checks import ACCOUNTS, check_password_accounts  # noqa: PLC0415
        from huiyin.orgs.deviations import register  # noqa: PLC0415

        register()
        registration.register()
        register_check(check_password_accounts, ACCOUNTS)
        ref_kinds_register(("officer", "unit", "post", "grant", "competence", "category", "area"))
