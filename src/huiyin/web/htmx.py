"""One view for the whole page and for the part of it that HTMX asks for."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def is_partial(request: HttpRequest) -> bool:
    """Whether HTMX asks for a part; a boosted link or a restored history entry needs the whole page."""
    header = request.headers.get
    whole = header("HX-Boosted") or header("HX-History-Restore-Request") == "true"
    return header("HX-Request") == "true" and not whole


def render_partial_or_page(
    request: HttpRequest, *, page: str, partial: str, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    """The template `partial` for HTMX, `page` (which includes it) for everybody else."""
    template = partial if is_partial(request) else page
    response = render(request, template, dict(context), status=status)
    # One address has two answers: whoever keeps one mustn't give it in place of the other.
    patch_vary_headers(response, ("HX-Request",))
    return response


def replace_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Lets a whole page that answers an HTMX request take the place of the page it came from."""
    # Else HTMX would put the whole page into the part that it asked for.
    if request.headers.get("HX-Request") == "true":
        response["HX-Retarget"] = "body"
        response["HX-Reswap"] = "innerHTML show:top"
        response["HX-Push-Url"] = "false"
    return response
