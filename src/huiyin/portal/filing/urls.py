"""Addresses of filing."""

from django.urls import path

from huiyin.portal.filing import files, nearby, sending, views

urlpatterns = [
    path("", views.start_page, name="file"),
    path("categories/", views.categories_part, name="file_categories"),
    path("units/", views.units_part, name="file_units"),
    path("nearby/", nearby.nearby_part, name="file_nearby"),
    path("check/", sending.check_page, name="file_check"),
    path("turn/", sending.turn_page, name="file_turn"),
    path("kept/", views.kept_page, name="file_kept"),
    path("over/", views.over_page, name="file_over"),
    path("files/<uuid:file_id>/small/", files.small_picture, name="file_small"),
    path("<slug:step>/", views.step_page, name="file_step"),
    path("<slug:step>/keep/", views.keep_step, name="file_keep"),
]
