"""Addresses of the list of explanation meetings."""

from django.urls import path

from huiyin.desk.explanations import views

urlpatterns = [path("explanations/", views.explanations, name="explanations")]
