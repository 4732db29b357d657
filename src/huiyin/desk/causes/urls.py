"""Addresses of the counted causes."""

from django.urls import path

from huiyin.desk.causes import views

urlpatterns = [
    path("supervision/causes/", views.counts, name="causes"),
    path("supervision/causes/table/", views.table, name="causes_table"),
]
