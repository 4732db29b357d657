"""Headers that keep pages from running, loading or showing anything that isn't ours."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PAGE_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)

PERMISSIONS = "camera=(), microphone=(), geolocation=()"


class SecurityHeadersMiddleware:
    """A strict Content-Security-Policy on everything; pages aren't kept by anyone between us and the reader."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Once per process."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """No browser keeps a page: with "back" the next person at a shared device would read it.

        What was typed into a form is kept by the form itself: in the draft, or by being shown again.
        """
        response = self.get_response(request)
        # Not over what is there: a file that somebody sent comes with a stricter policy of its own.
        response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response
