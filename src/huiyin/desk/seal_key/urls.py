"""The address of the passphrase's page."""

from django.urls import path

from huiyin.desk.seal_key import views

urlpatterns = [path("seal-key/", views.page, name="seal_key")]
