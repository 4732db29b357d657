"""Addresses of supervision."""

from django.urls import path

from huiyin.desk.supervision import views

urlpatterns = [
    path("supervision/", views.overview, name="supervision"),
    path("supervision/call-backs/", views.call_backs, name="call_backs"),
    path("supervision/sponsored/", views.sponsored, name="sponsored"),
    path("supervision/recommendations/", views.recommendations, name="recommendations"),
    path("supervision/recommendations/new/", views.recommend, name="recommend"),
    path("supervision/recommendations/<uuid:recommendation_id>/", views.recommendation, name="recommendation"),
]
