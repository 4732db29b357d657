"""A small CAS server, after the protocol's specification (versions 2 and 3); it runs in a thread of the tests.

There is none to be had that is kept and may be used here, so it is ours: it remembers the tickets that it gave for a
service, checks each once, and signs out by a POST. Who signs on says so in the address, `?as=`.
"""

import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.sax.saxutils import escape

_NAMESPACE = 'xmlns:cas="http://www.yale.edu/tp/cas"'
LOGOUT_REQUEST = (
    '<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="LR-1" Version="2.0" '
    'IssueInstant="2026-03-02T01:00:00Z"><saml:NameID xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">@NOT_USED@'
    "</saml:NameID><samlp:SessionIndex>{ticket}</samlp:SessionIndex></samlp:LogoutRequest>"
)


class CasServer(ThreadingHTTPServer):
    """`tickets` are those not yet checked: whose, and for which service. `answer` replaces what it would say."""

    daemon_threads = True

    def __init__(self) -> None:
        """On a free port of loopback."""
        super().__init__(("127.0.0.1", 0), CasHandler)
        self.tickets: dict[str, tuple[str, str]] = {}
        self.answer: tuple[int, str] | None = None
        self.asked: list[dict[str, list[str]]] = []

    @property
    def address(self) -> str:
        """What the settings say of it."""
        return f"http://127.0.0.1:{self.server_address[1]}/cas"

    def start(self) -> None:
        """Serve in another thread."""
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()


class CasHandler(BaseHTTPRequestHandler):
    """Its three addresses."""

    server: CasServer

    def do_GET(self) -> None:
        """Signing on, and checking a ticket."""
        address = urlsplit(self.path)
        query = parse_qs(address.query)
        match address.path.removeprefix("/cas/"):
            case "login":
                ticket = f"ST-{secrets.token_urlsafe(20)}"
                self.server.tickets[ticket] = (query["as"][0], query["service"][0])
                self._send(302, "", location=f"{query['service'][0]}?{urlencode({'ticket': ticket})}")
            case "p3/serviceValidate":
                self._check(query, with_attributes=True)
            case "serviceValidate":
                self._check(query, with_attributes=False)
            case _:
                self._send(404, "")

    def _check(self, query: dict[str, list[str]], *, with_attributes: bool) -> None:
        self.server.asked.append(query)
        if self.server.answer is not None:
            status, text = self.server.answer
            self._send(status, text, location=self.server.address)
            return
        user, service = self.server.tickets.pop(query["ticket"][0], ("", ""))
        if not user or service != query["service"][0]:
            inner = '<cas:authenticationFailure code="INVALID_TICKET">not recognized</cas:authenticationFailure>'
        else:
            attributes = (
                f"<cas:attributes><cas:staffNumber>S-{escape(user)}</cas:staffNumber>"
                f"<cas:name>{escape(user)}·甲</cas:name><cas:group>a</cas:group><cas:group>b</cas:group>"
                "</cas:attributes>"
            )
            inner = (
                f"<cas:authenticationSuccess><cas:user>{escape(user)}</cas:user>"
                f"{attributes if with_attributes else ''}</cas:authenticationSuccess>"
            )
        self._send(200, f"<cas:serviceResponse {_NAMESPACE}>{inner}</cas:serviceResponse>")

    def _send(self, status: int, text: str, *, location: str = "") -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/xml; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        if status == 302:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """The tests' output is theirs."""
