"""The address of looking back."""

from django.urls import path

from huiyin.desk.look_backs import views

urlpatterns = [path("supervision/look-backs/", views.overview, name="look_backs")]
