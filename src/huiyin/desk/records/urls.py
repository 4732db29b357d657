"""Addresses of the records."""

from django.urls import path

from huiyin.desk.records import security, views

urlpatterns = [
    path("records/", views.ledger, name="records"),
    path("records/openings/", views.openings, name="records_openings"),
    path("records/security/", security.security, name="records_security"),
    path("records/security/table/", security.security_table, name="records_security_table"),
    path("records/late/", views.late, name="records_late"),
    path("records/outbox/", views.outbox, name="records_outbox"),
    path("records/outbox/<uuid:notice_id>/again/", views.send_again, name="records_send_again"),
]
