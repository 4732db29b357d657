"""Every named refusal becomes a sentence that a person can act on."""

from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse

from huiyin.kernel.errors import BadInput, Busy, HuiyinError, NotReady
from huiyin.web.pages import refusal_page
from huiyin.web.refusals import sentence_of, status_of, title_of
from huiyin.web.storage import trouble_of

_RETRY_AFTER = "30"
# What PostgreSQL's driver says of a text with a sign that no person types. Forms refuse it by themselves; a button's
# value, of which there may be any number, gets as far as the database.
_NUL = "NUL (0x00)"


class RefusalMiddleware:
    """Turns a HuiyinError that no view has caught into a page, or into a message for HTMX."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Once per process."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do unless a view refuses."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A refusal behind which stands a full disk is left to SayWhenStorageFails, which offers the form again."""
        if isinstance(error, DataError) and _NUL in str(error):
            error = BadInput()
        if not isinstance(error, HuiyinError) or trouble_of(error):
            return None
        response = refusal_page(
            request,
            status=status_of(error),
            title=title_of(error),
            sentence=sentence_of(error),
            # Busy is one of these; what was refused for another reason is refused again.
            again=isinstance(error, NotReady),
        )
        if isinstance(error, Busy):
            response["Retry-After"] = _RETRY_AFTER
        return response
