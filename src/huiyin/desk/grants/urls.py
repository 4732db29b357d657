"""Addresses of the proposals."""

from django.urls import path

from huiyin.desk.grants import views

urlpatterns = [
    path("grants/", views.page, name="grants"),
    path("grants/<int:grant_id>/", views.grant, name="grant"),
]
