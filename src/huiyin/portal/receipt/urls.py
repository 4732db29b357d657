"""Addresses of the receipt."""

from django.urls import path

from huiyin.portal.receipt import views

urlpatterns = [
    path("", views.receipt_page, name="receipt"),
    path("pdf/", views.receipt_download, name="receipt_pdf"),
    path("done/", views.receipt_done, name="receipt_done"),
]
