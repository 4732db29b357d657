"""Addresses of letters. They come before those of the matter's moves, which have the same beginning."""

from django.urls import path

from huiyin.desk.letters import arranging, layouts, previews, views

urlpatterns = [
    path("matters/<slug:number>/letters/", views.letters, name="letters"),
    path("matters/<slug:number>/letters/<uuid:letter_id>/pdf/", views.letter_print, name="letter_pdf"),
    path("matters/<slug:number>/letters/<uuid:letter_id>/word/", views.letter_words, name="letter_word"),
    path("matters/<slug:number>/letters/<uuid:letter_id>/receipt/", views.letter_receipt, name="letter_receipt"),
    path("matters/<slug:number>/<slug:code>/preview/", previews.preview, name="letter_preview"),
    path("matters/<slug:number>/letters/registration/", views.registration, name="letter_registration"),
    path("matters/<slug:number>/letters/whole/", views.whole_pdf, name="matter_whole"),
    path("matters/<slug:number>/letters/archive/", views.whole_bag, name="matter_archive"),
    path(
        "supervision/recommendations/<uuid:recommendation_id>/letter/",
        views.recommendation_letter,
        name="recommendation_letter",
    ),
    path("matters/<slug:number>/letters/<uuid:letter_id>/ofd/", views.letter_as_ofd, name="letter_ofd"),
    path("organisation/letters/", arranging.series, name="organisation_letters"),
    path("organisation/letters/units/<int:unit_id>/", arranging.series_of_unit, name="organisation_letters_unit"),
    path("organisation/letters/units/<int:unit_id>/layout/", layouts.layout, name="organisation_layout"),
    path(
        "organisation/letters/units/<int:unit_id>/layout/<slug:layout>/<slug:code>.pdf",
        layouts.sample_print,
        name="organisation_layout_sample",
    ),
    path(
        "organisation/letters/units/<int:unit_id>/layout/<slug:layout>/<slug:code>.png",
        layouts.sample_picture,
        name="organisation_layout_picture",
    ),
    path("organisation/letters/templates/", arranging.templates, name="organisation_templates"),
    path("organisation/letters/templates/ours/", arranging.template_ours, name="organisation_template_ours"),
    path("organisation/letters/templates/drop/", arranging.template_back, name="organisation_template_drop"),
]
