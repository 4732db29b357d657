"""Somebody who opens pages over a connection that is kept, as a browser does, compression included."""

from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode

_GUARD = "g" * 32


class Visitor:
    """One connection with its cookies."""

    def __init__(self, address: str, cookies: dict[str, str] | None = None) -> None:
        """`cookies`: of somebody who has signed in already."""
        self._address = address
        self._connection = HTTPConnection(address, timeout=30)
        self._cookies = {"csrftoken": _GUARD, **(cookies or {})}

    def open(self, path: str) -> None:
        """Read a page. Raises RuntimeError when it isn't one."""
        self._expect(200, self._ask("GET", path, None, {}))

    def send(self, path: str, fields: dict[str, str]) -> str:
        """Send a form; gives where the answer leads. Raises RuntimeError when it leads nowhere."""
        answer = self._ask(
            "POST",
            path,
            urlencode({"csrfmiddlewaretoken": _GUARD, **fields}),
            {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{self._address}"},
        )
        return self._expect(302, answer).getheader("Location", "")

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> HTTPResponse:
        sent = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            "Accept-Encoding": "gzip",
        }
        self._connection.request(method, path, body, {**sent, **headers})
        answer = self._connection.getresponse()
        answer.read()
        for header in answer.headers.get_all("Set-Cookie") or ():
            name, _, rest = header.partition("=")
            self._cookies[name] = rest.partition(";")[0]
        return answer

    def _expect(self, status: int, answer: HTTPResponse) -> HTTPResponse:
        if answer.status != status:
            raise RuntimeError(f"the answer was {answer.status}, not {status}")
        return answer
