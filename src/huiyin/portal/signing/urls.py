"""Addresses of the page of whoever signed; the link itself stands beside, as it is another path than the cookie's."""

from django.urls import path

from huiyin.portal.signing import views

urlpatterns = [
    path("", views.signed_page, name="signed"),
    path("withdraw/", views.signature_withdraw_page, name="signature_withdraw"),
    path("news/", views.signer_news, name="signer_news"),
    path("leave/", views.signed_leave, name="signed_leave"),
]
