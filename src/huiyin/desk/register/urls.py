"""Addresses of the registering screen."""

from django.urls import path

from huiyin.desk.register import drafts, pictures, views

urlpatterns = [
    path("register/", views.register, name="register"),
    path("register/keep/", drafts.keep, name="register_keep"),
    path("register/draft/clear/", drafts.clear, name="register_draft_clear"),
    path("register/suggest/", views.suggest, name="register_suggest"),
    path("register/files/<str:sealed>/small/", pictures.small, name="register_small"),
    path("register/receipt/", views.receipt, name="receipt"),
    path("register/receipt.pdf", views.receipt_download, name="receipt_download"),
]
