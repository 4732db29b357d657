"""The style page: every component in every state, for screenshots and accessibility checks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def style_page(request: HttpRequest) -> HttpResponse:
    """Shown in demos and while developing only."""
    return render(request, "web/style.html")
