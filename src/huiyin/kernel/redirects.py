"""What is sent to an address of the office goes there and nowhere else."""

from http.client import HTTPMessage
from typing import IO
from urllib.request import HTTPRedirectHandler, Request


class NoRedirectHandler(HTTPRedirectHandler):
    """For `urllib.request.build_opener`: a redirect is an answer like any other that isn't 200."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Follow nothing."""
