"""The address of the page for those in charge."""

from django.urls import path

from huiyin.desk.overview import views

urlpatterns = [path("overview/", views.page, name="overview")]
