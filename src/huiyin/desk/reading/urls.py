"""Addresses of the tray of leaders."""

from django.urls import path

from huiyin.desk.reading import views

urlpatterns = [
    path("reading/", views.tray, name="reading"),
    path("reading/old/", views.old, name="reading_old"),
    path("reading/count/", views.count, name="reading_count"),
    path("reading/count/table/", views.table, name="reading_table"),
    path("reading/<str:number>/", views.letter, name="reading_letter"),
]
