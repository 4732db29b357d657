"""Addresses of the registering screen."""

from django.urls import path

from huiyin.desk.register import views

urlpatterns = [
    path("register/", views.register, name="register"),
    path("register/suggest/", views.suggest, name="register_suggest"),
    path("register/receipt/", views.receipt, name="receipt"),
    path("register/receipt.pdf", views.receipt_download, name="receipt_download"),
]
