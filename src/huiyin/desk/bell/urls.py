"""Addresses of the bell."""

from django.urls import path

from huiyin.desk.bell import views

urlpatterns = [
    path("bell/", views.bell, name="bell"),
    path("bell/seen/", views.seen, name="bell_seen"),
    path("bell/<uuid:notice_id>/", views.opened, name="bell_open"),
]
