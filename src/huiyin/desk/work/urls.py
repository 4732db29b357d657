"""Addresses of the work lists."""

from django.urls import path

from huiyin.desk.work import bulk, export, views

urlpatterns = [
    path("", views.home, name="home"),
    path("work/<slug:name>/", views.box, name="box"),
    path("work/<slug:name>/export/", export.export, name="box_export"),
    path("work/<slug:name>/bulk/", bulk.bulk, name="box_bulk"),
]
