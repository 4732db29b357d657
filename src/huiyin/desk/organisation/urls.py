"""Addresses of the organisation."""

from django.urls import path

from huiyin.desk.organisation import classification, people, units, workbook

urlpatterns = [
    path("organisation/", units.overview, name="organisation"),
    path("organisation/units/<int:unit_id>/", units.unit, name="organisation_unit"),
    path("organisation/units/<int:unit_id>/posts/", units.post_new, name="organisation_post_new"),
    path("organisation/posts/<int:post_id>/", units.post, name="organisation_post"),
    path("organisation/officers/", people.officers, name="organisation_officers"),
    path("organisation/officers/<int:officer_id>/", people.officer, name="organisation_officer"),
    path("organisation/officers/<int:officer_id>/password/", people.password_new, name="organisation_password"),
    path("organisation/areas/", classification.areas, name="organisation_areas"),
    path("organisation/categories/", classification.categories, name="organisation_categories"),
    path("organisation/competence/", classification.competence, name="organisation_competence"),
    path("organisation/workbook/", workbook.workbook, name="organisation_workbook"),
    path("organisation/workbook/form/", workbook.workbook_form, name="organisation_workbook_form"),
    path("organisation/workbook/export/", workbook.workbook_export, name="organisation_workbook_export"),
]
