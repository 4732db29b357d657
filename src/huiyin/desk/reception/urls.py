"""Addresses of the reception."""

from django.urls import path

from huiyin.desk.reception import days, home, plans, posters, received, rosters, visits

urlpatterns = [
    path("reception/", days.overview, name="reception"),
    path("reception/check/", plans.check, name="reception_check"),
    path("reception/received/", received.received, name="reception_received"),
    path("reception/hall/", rosters.rosters, name="reception_rosters"),
    path("reception/hall/<uuid:sitting_id>/remove/", rosters.sitting_remove, name="reception_sitting_remove"),
    path("reception/home-visits/", home.home_visits, name="home_visits"),
    path("reception/home-visits/<uuid:wish_id>/", home.home_visit, name="home_visit"),
    path("reception/home-visits/<uuid:wish_id>/contact/", home.home_visit_contact, name="home_visit_contact"),
    path("reception/plans/", plans.plans, name="reception_plans"),
    path("reception/plans/new/", plans.plan_new, name="reception_plan_new"),
    path("reception/plans/<uuid:plan_id>/", plans.plan, name="reception_plan"),
    path("reception/posters/<int:unit_id>/", posters.poster, name="reception_poster"),
    path("reception/<uuid:day_id>/", days.day, name="reception_day"),
    path("reception/<uuid:day_id>/cancel/", days.day_cancel, name="reception_cancel"),
    path("reception/<uuid:day_id>/names/", days.day_names, name="reception_names"),
    path("reception/visits/<uuid:appointment_id>/", visits.visit, name="reception_visit"),
    path("reception/visits/<uuid:appointment_id>/note/", visits.visit_note, name="reception_note"),
    path("reception/visits/<uuid:appointment_id>/register/", visits.visit_register, name="reception_register"),
    path("reception/visits/<uuid:appointment_id>/contact/", visits.visit_contact, name="reception_contact"),
]
