"""A print has a time limit: one that hangs frees its thread, and the next letter is printed."""

import dataclasses
import os
import resource
import socket
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from random import Random
from types import SimpleNamespace

import pytest
from django.test import RequestFactory
from tests.documents.test_letter_print import REPLY
from tests.memory import linux_only

from huiyin.documents import typesetter
from huiyin.documents.errors import PrintBusy, PrintFailed, PrintStuck
from huiyin.documents.letters import reply_pdf
from huiyin.documents.letters.press import Patience, Press, the_press
from huiyin.documents.print_pipe import receive, send
from huiyin.web.middleware.refusals import RefusalMiddleware

ON = date(2026, 11, 21)
COMMAND = [sys.executable, str(Path(__file__).parent / "press_child.py")]
HANG: dict[str, object] = {"do": "hang"}
END: dict[str, object] = {"do": "end"}
# Nothing in these tests waits for it, unless the promise is broken.
LONG = 120.0


@pytest.fixture
def press() -> Iterator[Press]:
    made = Press(COMMAND, Patience(print=LONG, turn=LONG, line=LONG))
    yield made
    made.end()


def hurry(press: Press, patience: Patience) -> None:
    press._patience = patience


def test_one_process_prints_letter_after_letter(press: Press) -> None:
    first = press.print("letter", {}, ON)
    assert press.print("letter", {}, ON) == first
    assert int(first) != os.getpid()


def test_a_print_that_hangs_is_ended_and_the_next_one_is_printed(press: Press) -> None:
    first = press.print("letter", {}, ON)
    hurry(press, Patience(print=0.2, turn=LONG, line=LONG))
    with pytest.raises(PrintStuck):
        press.print("letter", HANG, ON)
    with pytest.raises(ProcessLookupError):
        os.kill(int(first), 0)
    hurry(press, Patience(print=LONG, turn=LONG, line=LONG))
    assert press.print("letter", {}, ON) not in (b"", first)


def test_a_process_that_dies_over_a_letter_is_replaced(press: Press) -> None:
    with pytest.raises(PrintFailed):
        press.print("letter", END, ON)
    assert press.print("letter", {}, ON)


def test_a_typesetter_that_has_become_large_ends_before_the_next_letter(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What Typst remembers of printed letters can't be forgotten; the press starts another one and asks again."""
    ours, theirs = socket.socketpair()
    number = theirs.detach()
    monkeypatch.setattr("sys.stdin", SimpleNamespace(fileno=lambda: number))
    monkeypatch.setattr(typesetter, "_answer", lambda *_: b"P")
    statm = tmp_path / "statm"
    monkeypatch.setattr(typesetter, "_MEMORY", statm)
    pages = typesetter._BYTES // resource.getpagesize()
    with ours, ThreadPoolExecutor(1) as pool:
        working = pool.submit(typesetter.main, tmp_path, tmp_path)
        for size in (pages // 2, pages):
            statm.write_text(f"999999 {size} 1\n")
            send(ours, b"{}")
            assert receive(ours) == b"P"
        statm.write_text(f"999999 {pages + 1} 1\n")
        send(ours, b"{}")
        assert receive(ours) == b""
        working.result()


@linux_only
@pytest.mark.long
def test_long_letters_make_no_process_of_300_megabytes() -> None:
    """Ten different ones of some twenty pages: what is remembered of them made 300 MB of it."""
    chance = Random(1)
    most = 0.0
    for _ in range(10):
        text = "".join(chr(chance.randrange(0x4E00, 0x9FA5)) for _ in range(20_000))
        reply_pdf(dataclasses.replace(REPLY, facts=text))
        process = the_press()._process
        assert process is not None
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
        most = max(most, int(status.partition("VmHWM:")[2].split()[0]) / 1024)
    the_press().end()
    assert 100 < most < 220


def test_many_presses_do_not_pile_up(press: Press) -> None:
    """Two may be in line; whoever comes after them is told at once, and has a thread back."""
    press.print("letter", {}, ON)
    hurry(press, Patience(print=LONG, turn=0.05, line=0.05))
    with ThreadPoolExecutor(4) as threads, press._turn:  # as if a print were under way that hangs
        refused = [threads.submit(press.print, "letter", {}, ON) for _ in range(8)]
        assert all(isinstance(future.exception(LONG), PrintBusy) for future in refused)
    assert press.print("letter", {}, ON)


def test_a_process_that_forks_has_a_press_of_its_own(press: Press) -> None:
    """Else two processes would read each other's letters."""
    first = press.print("letter", {}, ON)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        press.forget()
        os.write(writing, press.print("letter", {}, ON))
        press.end()
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reading, 20) != first
    os.close(reading)
    os.close(writing)
    assert press.print("letter", {}, ON) == first


@pytest.mark.parametrize("refusal", [PrintStuck, PrintBusy, PrintFailed])
def test_a_print_that_has_to_wait_is_a_page_that_says_so(refusal: type[Exception]) -> None:
    request = RequestFactory().get("/receipt/pdf/", {"x": "1"})
    answer = RefusalMiddleware(lambda _request: pytest.fail("not asked")).process_exception(request, refusal())
    assert answer is not None
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    page = answer.content.decode()
    assert "请过一会儿再试" in page
    assert 'href="/receipt/pdf/?x=1"' in page, "a way to try again"
