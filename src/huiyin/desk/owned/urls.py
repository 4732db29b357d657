"""Addresses of owned matters and their batches."""

from django.urls import path

from huiyin.desk.owned import views

urlpatterns = [
    path("supervision/owned/", views.owned, name="owned"),
    path("supervision/owned/sheet/", views.owned_sheet, name="owned_sheet"),
    path("supervision/owned/batches/", views.batches, name="owned_batches"),
    path("supervision/owned/batches/new/", views.make, name="owned_batch_make"),
    path("supervision/owned/batches/<uuid:batch_id>/", views.batch, name="owned_batch"),
    path("supervision/owned/batches/<uuid:batch_id>/sheet/", views.batch_sheet, name="owned_batch_sheet"),
]
