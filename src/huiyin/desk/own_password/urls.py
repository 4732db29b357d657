"""Address of the page on which an officer puts an own password in the place of one that was given to them."""

from django.urls import path

from huiyin.desk.own_password import views

urlpatterns = [path("own-password/", views.own_password, name="own_password")]
