"""Addresses of the records."""

from django.urls import path

from huiyin.desk.records import audit, security, views

urlpatterns = [
    path("records/", audit.ledger, name="records"),
    path("records/place/", audit.ledger_place, name="records_place"),
    path("records/table/", audit.ledger_table, name="records_table"),
    path("records/proof/", audit.ledger_proof, name="records_proof"),
    path("records/openings/", audit.openings, name="records_openings"),
    path("records/openings/table/", audit.openings_table, name="records_openings_table"),
    path("records/security/", security.security, name="records_security"),
    path("records/security/table/", security.security_table, name="records_security_table"),
    path("records/late/", views.late, name="records_late"),
    path("records/outbox/", views.outbox, name="records_outbox"),
    path("records/outbox/<uuid:notice_id>/again/", views.send_again, name="records_send_again"),
]
