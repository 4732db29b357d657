"""Addresses of setting up."""

from django.urls import path

from huiyin.desk.setup import views

urlpatterns = [path("organisation/setup/", views.setup, name="setup")]
