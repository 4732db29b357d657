"""Addresses of talks with the head of a unit."""

from django.urls import path

from huiyin.desk.talks import views

urlpatterns = [
    path("supervision/talks/", views.talks, name="talks"),
    path("supervision/talks/new/", views.call, name="talk_call"),
    path("supervision/talks/<uuid:talk_id>/", views.talk, name="talk"),
    path("supervision/talks/<uuid:talk_id>/letter/", views.letter, name="talk_letter"),
]
