"""The address of the keys."""

from django.urls import path

from huiyin.desk.keys import views

urlpatterns = [path("keys/", views.keys, name="keys")]
