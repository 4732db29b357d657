"""The address of the start page."""

from django.urls import path
from django.views.generic import RedirectView

from huiyin.desk.today import views

urlpatterns = [
    path("", views.today, name="home"),
    # Where those in charge started before; they have it in their bookmarks.
    path("overview/", RedirectView.as_view(pattern_name="desk:home"), name="overview"),
]
