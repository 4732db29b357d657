"""A mail system in miniature on the loopback: it takes messages, or answers as a test tells it to."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast


@dataclass
class MailSystem:
    """What it received, and how it answers: a command's word to the reply, such as `RCPT` to `550 no such user`."""

    port: int = 0
    replies: dict[str, str] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)
    greetings: int = 0


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = False
    system: MailSystem


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        system = cast(_Server, self.server).system
        system.greetings += 1
        self._say(system.replies.get("HELLO", "220 loopback"))
        while line := self.rfile.readline().decode().strip():
            word = line.split(maxsplit=1)[0].upper()
            if word == "DATA" and word not in system.replies:
                self._say("354 go on")
                message = "".join(iter(lambda: self.rfile.readline().decode(), ".\r\n"))
                if "TAKEN" in system.replies:
                    self._say(system.replies["TAKEN"])
                    continue
                system.messages.append(message)
            self._say("221 bye" if word == "QUIT" else system.replies.get(word, "250 fine"))
            if word == "QUIT":
                return

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def mail_system() -> Iterator[MailSystem]:
    """A running mail system; its port is free again afterwards."""
    system = MailSystem()
    with _Server(("127.0.0.1", 0), _Conversation) as server:
        server.system = system
        system.port = server.server_address[1]
        _in_thread(lambda: server.serve_forever(poll_interval=0.01))
        try:
            yield system
        finally:
            server.shutdown()


def _in_thread(work: Callable[[], None]) -> None:
    threading.Thread(target=work, daemon=True).start()
