"""What middleware has in common that looks at a request once it is known which page it asks for."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class ViewMiddleware:
    """Lets every request through; a subclass has `process_view`, which may answer in the page's place."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Once per process."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do before it is known which page is asked for."""
        return self.get_response(request)
