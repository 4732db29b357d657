"""The address of the search."""

from django.urls import path

from huiyin.desk.search import views

urlpatterns = [path("search/", views.search, name="search")]
