"""Addresses of the registering screen."""

from django.urls import path

from huiyin.desk.register import pictures, views

urlpatterns = [
    path("register/", views.register, name="register"),
    path("register/suggest/", views.suggest, name="register_suggest"),
    path("register/files/<str:sealed>/small/", pictures.small, name="register_small"),
    path("register/receipt/", views.receipt, name="receipt"),
    path("register/receipt.pdf", views.receipt_download, name="receipt_download"),
]
