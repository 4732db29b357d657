"""Addresses of a matter's page, its files and its moves."""

from django.urls import path

from huiyin.desk.matter import files, records, views
from huiyin.desk.matter.joint import views as joint

urlpatterns = [
    path("matters/<slug:number>/", views.matter, name="matter"),
    path("matters/<slug:number>/reply.pdf", files.reply_print, name="matter_reply_pdf"),
    path("matters/<slug:number>/files/<uuid:attachment_id>/", files.attachment, name="matter_file"),
    path("matters/<slug:number>/files/<uuid:attachment_id>/picture/", files.picture, name="matter_picture"),
    path("matters/<slug:number>/files/<uuid:attachment_id>/small/", files.small, name="matter_small"),
    path("matters/<slug:number>/sealed/<uuid:attachment_id>/", files.sealed_attachment, name="matter_sealed_file"),
    path(
        "matters/<slug:number>/representative.pdf", joint.representative_receipt_print, name="representative_receipt"
    ),
    path(
        "matters/<slug:number>/field-visits/<int:position>.pdf", records.field_visit_print, name="field_visit_print"
    ),
    path(
        "matters/<slug:number>/explanations/<int:position>.pdf", records.explanation_print, name="explanation_print"
    ),
    path("matters/<slug:number>/<slug:code>/", views.move, name="matter_move"),
    path("units/", views.unit_options, name="unit_options"),
]
