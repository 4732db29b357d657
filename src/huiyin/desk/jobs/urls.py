"""Addresses of an officer's own jobs."""

from django.urls import path

from huiyin.desk.jobs import views

urlpatterns = [
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<uuid:job_id>/file/", views.job_file, name="job_file"),
    path("jobs/<uuid:job_id>/drop/", views.job_away, name="job_drop"),
]
