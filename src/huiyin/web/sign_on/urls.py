"""Addresses of signing on with other systems."""

from django.urls import path

from huiyin.web.sign_on import views

urlpatterns = [
    path("<slug:code>/", views.begin, name="sign_on"),
    path("<slug:code>/callback/", views.callback, name="sign_on_callback"),
]
