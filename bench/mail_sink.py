"""A mail system on the loopback that takes whatever comes, and keeps it."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast


@dataclass
class MailSink:
    """Where it listens, and what it has taken."""

    port: int = 0
    messages: list[bytes] = field(default_factory=list)


class _SinkServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    sink: MailSink


class _SinkConversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        sink = cast(_SinkServer, self.server).sink
        self.wfile.write(b"220 loopback\r\n")
        while line := self.rfile.readline().strip().upper():
            if line == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                sink.messages.append(b"".join(iter(self.rfile.readline, b".\r\n")))
            self.wfile.write(b"221 bye\r\n" if line == b"QUIT" else b"250 fine\r\n")
            if line == b"QUIT":
                return


@contextmanager
def mail_sink() -> Iterator[MailSink]:
    """It listens for as long as the block lasts."""
    sink = MailSink()
    with _SinkServer(("127.0.0.1", 0), _SinkConversation) as server:
        server.sink, sink.port = sink, int(server.server_address[1])
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield sink
        finally:
            server.shutdown()
