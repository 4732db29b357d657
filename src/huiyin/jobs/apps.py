"""Jobs as a Django application."""

from django.apps import AppConfig

from huiyin.documents.holders import file_holder_register


class JobsConfig(AppConfig):
    """Files that the worker makes for whoever asked."""

    name = "huiyin.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Name its entries, and that its files are nobody's drafts; the models are there by now."""
        from huiyin.jobs import registration  # noqa: PLC0415
        from huiyin.jobs.models import Job  # noqa: PLC0415

        registration.register()
        file_holder_register(Job, "file")
