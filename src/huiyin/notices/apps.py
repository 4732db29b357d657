"""The outbox as a Django application."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Outgoing notices and their sending."""

    name = "huiyin.notices"
    label = "notices"
