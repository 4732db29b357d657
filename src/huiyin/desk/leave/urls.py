"""Addresses of the page about being away."""

from django.urls import path

from huiyin.desk.leave import views

urlpatterns = [
    path("leave/", views.page, name="leave"),
    path("leave/<int:leave_id>/end/", views.end, name="leave_end"),
]
