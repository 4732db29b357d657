"""Addresses of the reception: where and when, booking a slot, one's own booking. No code is in any of them."""

from django.urls import path

from huiyin.portal.reception import booking, home, poster, views

urlpatterns = [
    path("", views.reception_page, name="reception"),
    path("days/<uuid:day_id>/", views.book_page, name="reception_book"),
    path("units/<int:unit_id>/poster.pdf", poster.poster, name="unit_poster"),
    path("booking/", booking.booking_page, name="booking"),
    path("booking/cancel/", booking.booking_cancel, name="booking_cancel"),
    path("booking/leave/", booking.booking_leave, name="booking_leave"),
    path("home-visit/", home.home_visit_page, name="home_visit"),
    path("home-visit/wish/", home.wish_page, name="home_visit_wish"),
    path("home-visit/withdraw/", home.wish_withdraw, name="home_visit_withdraw"),
    path("home-visit/leave/", home.wish_leave, name="home_visit_leave"),
]
