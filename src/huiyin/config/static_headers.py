"""Headers of static files, which are answered before the middleware of pages."""

from wsgiref.headers import Headers


def guard_static(headers: Headers, path: str, url: str) -> None:
    """No static file opens in another site's frame; `nosniff` comes with every answer."""
    headers["Content-Security-Policy"] = "frame-ancestors 'none'"
