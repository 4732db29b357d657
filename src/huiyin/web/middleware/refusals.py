"""Every named refusal becomes a sentence that a person can act on."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from huiyin.kernel.errors import Busy, HuiyinError, NotReady
from huiyin.web.pages import say_refusal
from huiyin.web.refusals import sentence_of, status_of, title_of
from huiyin.web.storage import trouble_of

_RETRY_AFTER = "30"


class SayRefusals:
    """Turns a HuiyinError that no view has caught into a page, or into a message for HTMX."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Once per process."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do unless a view refuses."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A refusal behind which stands a full disk is left to SayWhenStorageFails, which offers the form again."""
        if not isinstance(error, HuiyinError) or trouble_of(error):
            return None
        response = say_refusal(
            request,
            status=status_of(error),
            title=title_of(error),
            sentence=sentence_of(error),
            again=isinstance(error, NotReady),
        )
        if isinstance(error, Busy):
            response["Retry-After"] = _RETRY_AFTER
        return response
