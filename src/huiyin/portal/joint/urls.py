"""Addresses of the representative's page."""

from django.urls import path

from huiyin.portal.joint import views

urlpatterns = [
    path("", views.joint_page, name="joint"),
    path("pick/<str:code>/", views.pick_up, name="pick_up"),
    path("step-down/", views.step_down, name="step_down"),
    path("receipt/pdf/", views.joint_receipt_pdf, name="joint_receipt_pdf"),
    path("leave/", views.joint_leave, name="joint_leave"),
]
