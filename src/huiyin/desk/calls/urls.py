"""Addresses of telling by telephone."""

from django.urls import path

from huiyin.desk.calls import views

urlpatterns = [
    path("calls/", views.calls, name="calls"),
    path("calls/<uuid:call_id>/", views.call, name="call"),
    path("calls/<uuid:call_id>/number/", views.number, name="call_number"),
    path("calls/reception/<uuid:call_id>/", views.booking_call, name="booking_call"),
    path("calls/reception/<uuid:call_id>/number/", views.booking_number, name="booking_call_number"),
]
