"""Addresses of setting a password; beside the sign-in, outside of the desk."""

from django.urls import path

from huiyin.desk.password_reset import views

urlpatterns = [
    path("", views.by_code, name="password_by_code"),
    path("<int:reset_id>/", views.without_token, name="password_without_token"),
    path("<int:reset_id>/<slug:token>/", views.by_link, name="password_by_link"),
]
