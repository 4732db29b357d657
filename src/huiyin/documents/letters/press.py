"""Printing in a process of its own, within a time limit: a print that hangs takes no thread with it.

Each process that prints has one such process beside it, started for its first letter and kept, because the second
letter is some twenty times faster. One letter is printed at a time; whoever comes meanwhile waits a little, and when
many wait already is told at once. A server with four threads always keeps some for other pages.
"""

import contextlib
import json
import logging
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import BoundedSemaphore, Lock
from time import monotonic

from django.conf import settings

from huiyin.documents.errors import FontMissing, PrintBusy, PrintFailed, PrintStuck
from huiyin.documents.fonts import FontChoice, built_fonts_folder, choice_read
from huiyin.documents.print_pipe import NO_FONT, PRINTED, receive, send
from huiyin.documents.print_pipe import PrintForm as PrintForm

_log = logging.getLogger(__name__)
_TEMPLATES = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds a print may take, and how long it may wait for its turn: as one of two, or behind them."""

    print: float = 20
    turn: float = 5
    line: float = 2


class Press:
    """One printing process and the line before it."""

    def __init__(self, command: Sequence[str], patience: Patience | None = None) -> None:
        """`command` starts the process; it gets a socket as its standard input."""
        self._command = tuple(command)
        self._patience = patience or Patience()
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: socket.socket | None = None
        # Both processes read what there is when they start.
        self._fonts: FontChoice | None = None
        self._renew_locks()

    def _renew_locks(self) -> None:
        self._turn = Lock()
        self._line = BoundedSemaphore(2)

    def print(self, template: str, letter: dict[str, object], on: date, form: PrintForm = PrintForm.PDF) -> bytes:
        """The letter as PDF, or what else `form` says. Raises FontMissing, PrintBusy, PrintStuck, PrintFailed."""
        order = {
            "template": template,
            "letter": letter,
            "on": on.isoformat(),
            "form": form,
            "fonts": settings.HUIYIN_FONTS,
            "seconds": self._patience.print,
        }
        with self._in_line():
            answer = self._answer(json.dumps(order, ensure_ascii=False).encode())
        if answer[:1] == NO_FONT:
            raise FontMissing
        if answer[:1] != PRINTED:
            _log.error("a letter wasn't printed: %s", answer[1:].decode(errors="replace"))
            raise PrintFailed
        return answer[1:]

    def fonts(self) -> FontChoice:
        """The fonts that letters are printed with here. Raises what `print` raises."""
        if self._fonts is None:
            self._fonts = choice_read(self.print("", {}, date.min, PrintForm.FONTS))
        return self._fonts

    @contextmanager
    def _in_line(self) -> Iterator[None]:
        if not self._line.acquire(timeout=self._patience.line):
            raise PrintBusy
        try:
            if not self._turn.acquire(timeout=self._patience.turn):
                raise PrintBusy
            try:
                yield
            finally:
                self._turn.release()
        finally:
            self._line.release()

    def _answer(self, order: bytes) -> bytes:
        """What the process says. One that died since the last letter is replaced, once; one that hangs is ended."""
        # For both tries together: whoever waits in line counts on one such time, not on two.
        until = monotonic() + self._patience.print
        for _try in range(2):
            with contextlib.suppress(ConnectionError):
                if answer := self._ask(order, until):
                    return answer
            self.end()
        _log.error("the printing process ended twice while it printed one letter")
        raise PrintFailed

    def _ask(self, order: bytes, until: float) -> bytes:
        pipe = self._pipe if self._pipe and self._process and self._process.poll() is None else self._start()

        def allow_the_rest() -> None:
            # Zero would make the socket not wait at all, and less than zero is an error.
            pipe.settimeout(max(0.001, until - monotonic()))

        try:
            allow_the_rest()
            send(pipe, order)
            return receive(pipe, before_each=allow_the_rest)
        except TimeoutError:
            self.end()
            _log.error("a print took longer than %s seconds and was ended", self._patience.print)
            raise PrintStuck from None

    def _start(self) -> socket.socket:
        self.end()
        ours, theirs = socket.socketpair()
        with theirs:
            # In a session of its own: Ctrl-C in a terminal ends the server, which then closes the pipe.
            self._process = subprocess.Popen(  # noqa: S603 - this very program
                self._command, stdin=theirs.fileno(), stdout=subprocess.DEVNULL, start_new_session=True
            )
        self._pipe = ours
        return ours

    def end(self) -> None:
        """End the process, if there is one; the next letter starts another."""
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def forget(self) -> None:
        """After a fork: the process beside is the parent's, and so is whatever lock was held."""
        if self._pipe is not None:
            self._pipe.close()
        self._pipe = self._process = None
        self._renew_locks()


def _typesetter() -> list[str]:
    return [sys.executable, "-m", "huiyin.documents.typesetter", str(built_fonts_folder()), str(_TEMPLATES)]


_presses: dict[str, Press] = {}
_starting = Lock()


def the_press() -> Press:
    """This process's press."""
    with _starting:
        if "letters" not in _presses:
            _presses["letters"] = Press(_typesetter())
        return _presses["letters"]


def _forget_all() -> None:
    global _starting
    _starting = Lock()
    for press in _presses.values():
        press.forget()


os.register_at_fork(after_in_child=_forget_all)
