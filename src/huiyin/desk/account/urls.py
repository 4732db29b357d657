"""Addresses of the own account and of codes to hand over."""

from django.urls import path

from huiyin.desk.account import sign_on, views

urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/codes/", views.codes, name="account_codes"),
    path("account/codes/<int:reset_id>/", views.code, name="account_code"),
    path("account/sign-on/", sign_on.sign_on_links, name="sign_on_links"),
    path("account/sign-on/<int:link_id>/", sign_on.sign_on_link, name="sign_on_link"),
]
