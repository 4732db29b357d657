"""Addresses of setting up."""

from django.urls import path

from huiyin.desk.setup import delivery, views

urlpatterns = [
    path("organisation/setup/", views.setup, name="setup"),
    path("organisation/setup/backup/", views.backup, name="setup_backup"),
    path("organisation/setup/delivery/", delivery.delivery, name="setup_delivery"),
]
