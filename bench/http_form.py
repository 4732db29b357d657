"""A browser that presses "send" on the last page, again and again, each time for another draft."""

import json
import os
import random
from collections.abc import Callable
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

_SEND = "/file/check/"
_RECEIPT = "/receipt/"


def some_address(chance: random.Random) -> str:
    """An address of no network that matters often come from."""
    return ".".join(str(chance.randint(1, 250)) for _ in range(4))


class FormBrowser:
    """One connection that is kept open, with the cookie and the field that guard the form."""

    def __init__(self, address: str, tokens: list[str]) -> None:
        """`tokens`: of the drafts to be sent."""
        self._address = address
        self._connection = HTTPConnection(address, timeout=30)
        self._tokens = iter(tokens)
        self._chance = random.Random(tokens[0])
        self._guard = self._fetch_guard(tokens[-1])

    def send(self) -> None:
        """Send the next draft. Raises RuntimeError when the answer isn't the way to the receipt."""
        token = next(self._tokens)
        body = urlencode({"csrfmiddlewaretoken": self._guard})
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"draft={token}; csrftoken={self._guard}",
            "Origin": f"http://{self._address}",
            "Accept-Encoding": "gzip",
            "X-Forwarded-For": some_address(self._chance),
        }
        answer = self._ask("POST", body, headers)
        location = answer.getheader("Location", "")
        answer.read()
        if answer.status != 302 or location != _RECEIPT:
            raise RuntimeError(f"sending gave {answer.status} {location}")

    def _fetch_guard(self, token: str) -> str:
        answer = self._ask("GET", None, {"Cookie": f"draft={token}"})
        answer.read()
        for header in answer.headers.get_all("Set-Cookie") or ():
            if header.startswith("csrftoken="):
                return header.partition("=")[2].partition(";")[0]
        raise RuntimeError(f"the last page gave {answer.status} and no guard")

    def _ask(self, method: str, body: str | None, headers: dict[str, str]) -> HTTPResponse:
        self._connection.request(method, _SEND, body, headers)
        return self._connection.getresponse()


def http_work(*, address: str, number: int) -> Callable[[], None]:
    """What sends one draft of this client's own."""
    path = Path(os.environ["HUIYIN_VAR"]) / f"tokens-{number}.json"
    return FormBrowser(address, json.loads(path.read_text(encoding="ascii"))).send
