"""Addresses of returns."""

from django.urls import path

from huiyin.desk.returns import rollup, schemes, views

urlpatterns = [
    path("returns/", views.own, name="returns"),
    path("returns/schemes/", schemes.overview, name="return_schemes"),
    path("returns/schemes/new/", schemes.begin, name="return_scheme_begin"),
    path("returns/schemes/<uuid:scheme_id>/", schemes.scheme, name="return_scheme"),
    path("returns/schemes/<uuid:scheme_id>/revise/", schemes.revise, name="return_scheme_revise"),
    path("returns/schemes/<uuid:scheme_id>/roll-up/", rollup.page, name="return_rollup"),
    path("returns/schemes/<uuid:scheme_id>/export/", rollup.export, name="return_export"),
    path("returns/<uuid:return_id>/", views.detail, name="return"),
    path("returns/<uuid:return_id>/nothing/", views.nothing, name="return_nothing"),
]
