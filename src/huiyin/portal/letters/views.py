"""Whoever holds a letter can find out whether the house has issued it. Not a word of what it says is shown."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.documents.selectors import letter_check
from huiyin.portal.letters.forms import CheckForm


@require_safe
def check_page(request: HttpRequest) -> HttpResponse:
    """`?number=…&mark=…` as in the QR code of a letter; without them the empty form."""
    asked = "number" in request.GET or "mark" in request.GET
    # By GET, as the QR code of a letter is an address; it opens nothing and changes nothing.
    form = CheckForm(request.GET if asked else None)
    found = letter_check(**form.cleaned_data) if asked and form.is_valid() else None
    context = {"form": form, "genuine": found, "checked": asked and form.is_valid()}
    response = render(request, "portal/letters/check.html", context, status=422 if asked and form.errors else 200)
    response["Cache-Control"] = "private, no-store"
    return response
