"""A small server of the office on loopback: it stamps prints, makes OFD, or misbehaves as it is asked to."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

Answer = tuple[int, str, bytes]


@dataclass
class Asked:
    """One request as it came."""

    authorization: str
    order: dict[str, Any]
    document: bytes


@dataclass
class OfficeServer:
    """`answer` makes what comes back; None: nothing ever does."""

    address: str
    answer: Callable[[Asked], Answer | None]
    asked: list[Asked] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    visited: list[str] = field(default_factory=list)


@contextmanager
def office_server(answer: Callable[[Asked], Answer | None]) -> Iterator[OfficeServer]:
    """A server for as long as the block lasts."""
    over = Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = _asked(self.headers, self.rfile.read(int(self.headers["Content-Length"])))
            server.asked.append(asked)
            given = server.answer(asked)
            if given is None:
                over.wait()
                return
            status, media_type, content = given
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(content)))
            for name, value in server.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def do_GET(self) -> None:
            server.visited.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    server = OfficeServer(f"http://127.0.0.1:{listening.server_address[1]}/stamp", answer)
    thread = Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        over.set()
        listening.shutdown()
        listening.server_close()
        thread.join()


def _asked(headers: Any, body: bytes) -> Asked:
    head = f"Content-Type: {headers['Content-Type']}\r\n\r\n".encode()
    parts = {part.get_param("name", header="content-disposition"): part for part in _parts(head + body)}
    order = json.loads(parts["order"].get_payload(decode=True))
    return Asked(headers.get("Authorization", ""), order, parts["document"].get_payload(decode=True))


def _parts(message: bytes) -> list[Any]:
    return list(message_from_bytes(message, policy=HTTP).iter_parts())
