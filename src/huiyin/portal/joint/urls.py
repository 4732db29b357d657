"""Addresses of the representative's page."""

from django.urls import path

from huiyin.portal.joint import views

urlpatterns = [
    path("", views.joint_page, name="joint"),
    path("leave/", views.joint_leave, name="joint_leave"),
]
