"""The process that prints: it alone loads Typst, so that nothing of Typst lives in a process that serves or forks.

Typst starts threads of its own, and a process that forks after that waits for ever in the copy. It has no time limit
either. Here both are somebody else's: `documents/letters/press.py` starts this program, and ends it when it hangs.

Started as `python -m huiyin.documents.typesetter FONTS TEMPLATES` with one end of a pair of sockets as its standard
input. A message is its length (4 bytes, big-endian) and so many bytes. One comes in: JSON with `template`, `letter`,
`on` (the letter's day), `form` (what is wanted of it), `fonts` (families by role) and `seconds`. One goes out: a
letter for how it went, then the PDF, picture or JSON, or the name of what was wrong.
"""

import json
import resource
import signal
import socket
import sys
from base64 import b64encode
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

from huiyin.documents.errors import FontMissing
from huiyin.documents.fonts import choice_text, choose_fonts
from huiyin.documents.print_pipe import FAILED, NO_FONT, PRINTED, PrintForm, receive, send
from huiyin.kernel.setbacks import cause_of

# What is left over for whoever waits to end this process first, and to say so.
_GRACE = 5
# A short letter takes 105 MB, one of 30 pages 155. What Typst remembers of printed letters makes 420 MB of it, and
# can't be forgotten otherwise (docs/performance.md).
_BYTES = 140 << 20
_MEMORY = Path("/proc/self/statm")
_DOTS = 50
# To be read on a screen; longer letters are shown by their first pages.
_DOTS_TO_READ = 90
_PAGES_MOST = 12
# How a letter on the grid is set: as the standard has it, then a little looser or tighter, then with a page that
# begins with its last paragraph, until the stamp has words beside it.
Given = dict[str, str]
_TRIES: tuple[Given, ...] = (
    {"lines": "22"}, {"lines": "21"}, {"lines": "23"}, {"lines": "24"}, {"lines": "22", "break": "1"},
    {"lines": "20"}, {"lines": "19"}, {"lines": "25"},
)  # fmt: skip
# So many of them may be tried only to have the print matter on the page of the stamp.
_TRIES_FOR_PRINT_MATTER = 5
# Of these templates the number of lines on a page may change.
_ON_A_GRID = frozenset({"official", "letterhead"})


def main(fonts: Path, templates: Path) -> None:
    """Print whatever comes in until the other end is closed, or until this process has become large."""
    with socket.socket(fileno=sys.stdin.fileno()) as pipe:
        while (order := receive(pipe)) and not _is_large():
            send(pipe, _answer(json.loads(order), fonts, templates))


def _is_large() -> bool:
    """Before a letter and not after it: the process that waits for it starts another one and asks again."""
    # Elsewhere than on Linux nobody knows; what a process has held at most begins with what started it held.
    return _MEMORY.exists() and int(_MEMORY.read_text("ascii").split()[1]) * resource.getpagesize() > _BYTES


def _answer(order: dict[str, Any], fonts: Path, templates: Path) -> bytes:
    # The process that ends a hanging one may be gone itself.
    signal.alarm(int(order["seconds"]) + _GRACE)
    try:
        return PRINTED + _print(order, fonts, templates)
    except FontMissing:
        return NO_FONT
    except Exception as error:
        # Its text may quote the letter, and goes into a log.
        return FAILED + cause_of(error).encode()
    finally:
        signal.alarm(0)


def _print(order: dict[str, Any], fonts: Path, templates: Path) -> bytes:
    chosen = choose_fonts(_fonts(fonts).families(), order["fonts"])
    if order["form"] == PrintForm.FONTS:
        return choice_text(chosen)
    given = {"letter": json.dumps(order["letter"] | {"fonts": asdict(chosen)}, ensure_ascii=False)}
    # The letter's own day instead of the machine's clock: the same content is the same file, byte for byte.
    made = datetime.combine(date.fromisoformat(order["on"]), time(0), UTC)
    sheet = Typesetting(_compiler(fonts, templates), templates / f"{order['template']}.typ", given, made)
    way = sheet.fitting() if order["template"] in _ON_A_GRID else {}
    match order["form"]:
        case PrintForm.PLACES:
            return json.dumps(sheet.places(way)).encode()
        case PrintForm.PICTURE:
            return sheet.picture(way)
        case PrintForm.PAGES:
            return json.dumps([b64encode(page).decode() for page in sheet.pages(way)]).encode()
        case _:
            return sheet.pdf(way)


class Typesetting:
    """One letter in one template, to be set as often as it takes: what was laid out once is remembered."""

    def __init__(self, compiler: typst.Compiler, template: Path, given: dict[str, str], made: datetime) -> None:
        """Sets nothing yet."""
        self._compiler, self._template, self._given, self._made = compiler, template, given, made

    def fitting(self) -> Given:
        """22 lines a page, or what is nearest to it and keeps the stamp beside words (5.2.3, 7.3.5.5)."""
        best, flaws = _TRIES[0], _flaws(self.places(_TRIES[0]))
        for number, other in enumerate(_TRIES[1:], start=1):
            if not any(flaws) or (number >= _TRIES_FOR_PRINT_MATTER and not flaws[0]):
                break
            found = _flaws(self.places(other))
            if found < flaws:
                best, flaws = other, found
        return best | {"empty": "1"} if self._ends_on_an_odd_page(best, flaws) else best

    def _ends_on_an_odd_page(self, given: Given, flaws: tuple[bool, bool]) -> bool:
        """Whether print matter that belongs on an even page found no room on one."""
        return flaws[1] and any(place["what"] == "print matter" and place["even"] for place in self.places(given))

    def pdf(self, given: Given) -> bytes:
        """The letter, set that way."""
        try:
            return self._compile(given, "ua-1")
        except typst.TypstError:
            # PDF/UA-1 forbids characters that no font here has; better one empty box on paper than no letter.
            return self._compile(given, None)

    def places(self, given: Given) -> list[dict[str, Any]]:
        """Where things stand in it, see places.typ."""
        # A question is about what was compiled last.
        self.pdf(given)
        found: list[dict[str, Any]] = json.loads(self._compiler.query("<place>", field="value"))
        return found

    def picture(self, given: Given) -> bytes:
        """The first page as PNG."""
        return self._pages(given, _DOTS)[0]

    def pages(self, given: Given) -> list[bytes]:
        """The pages as PNG, large enough to be read."""
        return self._pages(given, _DOTS_TO_READ)[:_PAGES_MOST]

    def _pages(self, given: Given, dots: int) -> list[bytes]:
        made = self._compiler.compile(
            self._template, format="png", ppi=dots, sys_inputs=self._given | given, timestamp=self._made
        )
        pages = [page for page in (made if isinstance(made, list) else [made]) if isinstance(page, bytes)]
        if not pages:
            raise TypeError(self._template.name)
        return pages

    def _compile(self, given: Given, standard: Literal["ua-1"] | None) -> bytes:
        printed = self._compiler.compile(
            self._template,
            format="pdf",
            sys_inputs=self._given | given,
            timestamp=self._made,
            pdf_standards=standard,
        )
        if not isinstance(printed, bytes):
            raise TypeError(self._template.name)
        return printed


def _flaws(places: list[dict[str, Any]]) -> tuple[bool, bool]:
    """Whether the stamp stands on a page without words (never, 7.3.5.5), and the print matter elsewhere."""
    pages = {place["what"]: place["page"] for place in places}
    ends = max(pages.get("signed", 0), pages.get("attached", 0))
    matter = next((place for place in places if place["what"] == "print matter"), None)
    misplaced = matter is not None and (matter["page"] % 2 if matter["even"] else matter["page"] != ends)
    return pages.get("body") != pages.get("signed"), bool(misplaced)


@cache
def _fonts(folder: Path) -> typst.Fonts:
    """The fonts of that folder, then the machine's: they also cover scripts that the Chinese ones lack."""
    return typst.Fonts(
        include_system_fonts=True,
        include_embedded_fonts=False,
        font_paths=[folder] if folder.is_dir() else [],
    )


@cache
def _compiler(fonts: Path, templates: Path) -> typst.Compiler:
    # Templates may read nothing but their folder, and there is no way from a text to a template. A compiler remembers
    # what it has laid out, which makes the second letter some twenty times faster.
    return typst.Compiler(root=templates, font_paths=_fonts(fonts), ignore_system_fonts=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
