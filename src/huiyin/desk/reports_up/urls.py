"""Addresses of the reports to those above."""

from django.urls import path

from huiyin.desk.reports_up import views

urlpatterns = [
    path("reports-up/", views.owed, name="reports_up"),
    path("reports-up/rate/", views.rate, name="reports_up_rate"),
    path("reports-up/rate/table/", views.table, name="reports_up_table"),
]
