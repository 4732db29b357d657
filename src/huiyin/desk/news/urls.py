"""The address that open pages ask."""

from django.urls import path

from huiyin.desk.news import views

urlpatterns = [path("news/", views.news, name="news")]
