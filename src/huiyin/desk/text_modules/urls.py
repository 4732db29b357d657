"""Addresses of text modules."""

from django.urls import path

from huiyin.desk.text_modules import editors, views

urlpatterns = [
    path("texts/", views.overview, name="text_modules"),
    path("texts/new/", views.new, name="text_module_new"),
    path("texts/import/", views.table_import, name="text_modules_import"),
    path("texts/export/", views.table_export, name="text_modules_export"),
    path("texts/editors/", editors.editors, name="text_editors"),
    path("texts/<uuid:module_id>/", views.detail, name="text_module"),
]
