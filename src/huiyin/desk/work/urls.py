"""Addresses of the work lists."""

from django.urls import path

from huiyin.desk.work import views

urlpatterns = [
    path("", views.home, name="home"),
    path("work/<slug:name>/", views.box, name="box"),
]
