"""Addresses of the start page."""

from django.urls import path

from huiyin.desk.today import views

urlpatterns = [
    path("", views.today, name="home"),
    path("overview/", views.overview, name="overview"),
]
