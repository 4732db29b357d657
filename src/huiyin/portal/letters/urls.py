"""Address of the check; it is printed on every letter, so it stays as it is."""

from django.urls import path

from huiyin.portal.letters.views import check_page

urlpatterns = [path("check/", check_page, name="letter_check")]
