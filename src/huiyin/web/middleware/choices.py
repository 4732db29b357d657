"""A change of language or type size that comes with a half-written form."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from huiyin.web.context import LARGE_TYPE_COOKIE
from huiyin.web.languages import is_offered
from huiyin.web.reader_choices import FIELD, is_choosing

_YEAR = 365 * 24 * 3600


class TakeReaderChoices:
    """Answers in the language and type size that the form asks for, and remembers them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Once per process."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do unless a view was asked with a choice."""
        response = self.get_response(request)
        for name, value in getattr(request, "reader_cookies", {}).items():
            if value:
                response.set_cookie(
                    name, value, max_age=_YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
                )
            else:
                response.delete_cookie(name, samesite="Lax")
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: tuple[object, ...], kwargs: dict[str, object]
    ) -> None:
        """After the form's token was looked at."""
        if not is_choosing(request):
            return
        sort, _, chosen = request.POST.get(FIELD, "").partition(":")
        if sort == "language" and is_offered(chosen):
            translation.activate(chosen)
            request.LANGUAGE_CODE = translation.get_language()
            _remember(request, settings.LANGUAGE_COOKIE_NAME, chosen)
        elif sort == "large":
            _remember(request, LARGE_TYPE_COOKIE, "1" if chosen == "1" else "")


def _remember(request: HttpRequest, name: str, value: str) -> None:
    # This very page is already shown as chosen; the cookie counts from the next one on.
    request.COOKIES[name] = value
    request.reader_cookies = {name: value}  # type: ignore[attr-defined]
