"""Addresses of the own account and of codes to hand over."""

from django.urls import path

from huiyin.desk.account import views

urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/codes/", views.codes, name="account_codes"),
    path("account/codes/<int:reset_id>/", views.code, name="account_code"),
]
