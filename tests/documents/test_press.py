"""A print has a time limit: one that hangs frees its thread, and the next letter is printed."""

import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from django.test import RequestFactory

from huiyin.documents.errors import PrintBusy, PrintFailed, PrintStuck
from huiyin.documents.letters.press import Patience, Press
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
