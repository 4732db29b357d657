"""Address of the look-up."""

from django.urls import path

from huiyin.portal.lookup.views import lookup_page

urlpatterns = [path("", lookup_page, name="lookup")]
