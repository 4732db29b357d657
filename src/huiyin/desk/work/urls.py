"""Addresses of the work lists."""

from django.urls import path

from huiyin.desk.work import bulk, export, saved, views

urlpatterns = [
    path("work/<slug:name>/", views.work_list, name="work_list"),
    path("work/<slug:name>/export/", export.export, name="work_list_export"),
    path("work/<slug:name>/bulk/", bulk.bulk, name="work_list_bulk"),
    path("work/<slug:name>/filters/", saved.save, name="work_list_filter_save"),
    path("work/<slug:name>/facts/", saved.facts, name="work_list_facts"),
    path("work/filters/<int:filter_id>/drop/", saved.drop, name="work_list_filter_drop"),
    path("work/filters/<int:filter_id>/pin/", saved.pin, name="work_list_filter_pin"),
]
