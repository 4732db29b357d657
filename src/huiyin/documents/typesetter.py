"""The process that prints: it alone loads Typst, so that nothing of Typst lives in a process that serves or forks.

Typst starts threads of its own, and a process that forks after that waits for ever in the copy. It has no time limit
either. Here both are somebody else's: `documents/letters/press.py` starts this program, and ends it when it hangs.

Started as `python -m huiyin.documents.typesetter FONTS TEMPLATES` with one end of a pair of sockets as its standard
input. A message is its length (4 bytes, big-endian) and so many bytes. One comes in: JSON with `template`, `letter`,
`on` (the letter's day) and `seconds`. One goes out: a letter for how it went, then the PDF or the name of what was
wrong.
"""

import json
import resource
import signal
import socket
import sys
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

from huiyin.documents.errors import FontMissing
from huiyin.documents.fonts import choose_fonts
from huiyin.documents.print_pipe import FAILED, NO_FONT, PRINTED, receive, send
from huiyin.kernel.setbacks import cause_of

# What is left over for whoever waits to end this process first, and to say so.
_GRACE = 5
# A short letter takes 105 MB, one of 30 pages 155. What Typst remembers of printed letters makes 420 MB of it, and
# can't be forgotten otherwise (docs/performance.md).
_BYTES = 140 << 20
_MEMORY = Path("/proc/self/statm")


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
    chosen = choose_fonts(_fonts(fonts).families())
    given = {"letter": json.dumps(order["letter"] | {"fonts": asdict(chosen)}, ensure_ascii=False)}
    # The letter's own day instead of the machine's clock: the same content is the same file, byte for byte.
    made = datetime.combine(date.fromisoformat(order["on"]), time(0), UTC)
    template = templates / f"{order['template']}.typ"
    try:
        return _compile(_compiler(fonts, templates), template, given, made, "ua-1")
    except typst.TypstError:
        # PDF/UA-1 forbids characters that no font here has; better one empty box on paper than no letter.
        return _compile(_compiler(fonts, templates), template, given, made, None)


def _compile(
    compiler: typst.Compiler, template: Path, given: dict[str, str], made: datetime, standard: Literal["ua-1"] | None
) -> bytes:
    printed = compiler.compile(template, format="pdf", sys_inputs=given, timestamp=made, pdf_standards=standard)
    if not isinstance(printed, bytes):
        raise TypeError(template.name)
    return printed


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
