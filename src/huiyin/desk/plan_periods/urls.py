"""Addresses of plan periods."""

from django.urls import path

from huiyin.desk.plan_periods import changing, choosing, views

urlpatterns = [
    path("supervision/plan-periods/", views.overview, name="plan_periods"),
    path("supervision/plan-periods/new/", views.begin, name="plan_period_begin"),
    path("supervision/plan-periods/<uuid:period_id>/", views.period, name="plan_period"),
    path("supervision/plan-periods/<uuid:period_id>/revise/", changing.revise, name="plan_period_revise"),
    path("supervision/plan-periods/<uuid:period_id>/end/", changing.end, name="plan_period_end"),
    path("supervision/plan-periods/<uuid:period_id>/choose/", choosing.choose, name="plan_period_choose"),
    path("supervision/plan-periods/<uuid:period_id>/sheet/", views.sheet, name="plan_period_sheet"),
]
