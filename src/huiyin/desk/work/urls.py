"""Addresses of the work lists."""

from django.urls import path

from huiyin.desk.work import bulk, export, saved, views

urlpatterns = [
    path("work/<slug:name>/", views.box, name="box"),
    path("work/<slug:name>/export/", export.export, name="box_export"),
    path("work/<slug:name>/bulk/", bulk.bulk, name="box_bulk"),
    path("work/<slug:name>/filters/", saved.save, name="box_filter_save"),
    path("work/<slug:name>/facts/", saved.facts, name="box_facts"),
    path("work/filters/<int:filter_id>/drop/", saved.drop, name="box_filter_drop"),
]
