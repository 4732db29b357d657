"""Addresses of the records."""

from django.urls import path

from huiyin.desk.records import views

urlpatterns = [
    path("records/", views.ledger, name="records"),
    path("records/openings/", views.openings, name="records_openings"),
    path("records/late/", views.late, name="records_late"),
    path("records/outbox/", views.outbox, name="records_outbox"),
    path("records/outbox/<uuid:notice_id>/again/", views.send_again, name="records_send_again"),
]
