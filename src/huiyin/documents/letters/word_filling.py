"""Word templates that an office brought are opened, checked and filled in by a process of its own, one at a time."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from huiyin.documents.errors import PrintBusy, TemplateFieldMissing, TemplateFieldUnknown, TemplateRefused
from huiyin.documents.letters.content import LetterContent
from huiyin.documents.letters.kept import content_text
from huiyin.documents.letters.word_templates import default_template
from huiyin.documents.rules.layouts import LetterLayout

_PROGRAM = (sys.executable, "-m", "huiyin.documents.word_process")
# A letter takes about a second, most of which is starting, and 70 MB with a template of 3 MB (docs/performance.md).
_MEGABYTES, _SECONDS = 256, 10
_WAIT_SECONDS = 20
_REFUSED = b"R"
# It gets none of the secrets that stand in our surroundings.
_SEES = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH")
_ONE_AT_A_TIME = threading.Lock()
_TOO_MUCH = "它太大或者太复杂，在限定的时间和内存里填不出来。请改简单一点。"
_REFUSALS = {kind.__name__: kind for kind in (TemplateRefused, TemplateFieldUnknown, TemplateFieldMissing)}


def letter_docx(content: LetterContent, *, sha256: str = "", template: bytes | None = None) -> bytes:
    """The letter filled into an office's template, or into ours for its layout. Raises TemplateRefused, PrintBusy."""
    if template is None:
        # Its libraries take longer to load than all of a start besides, and few processes make a Word file.
        from huiyin.documents.letters.word import fill  # noqa: PLC0415

        return fill(
            content, sha256=sha256, template=default_template(LetterLayout(content.layout or LetterLayout.PLAIN))
        )
    return _in_process({"do": "fill", "content": content_text(content), "sha256": sha256}, template)


def template_check(template: bytes) -> None:
    """Fill it in with a sample. Raises TemplateFieldUnknown, TemplateFieldMissing, TemplateRefused, PrintBusy."""
    _in_process({"do": "check"}, template)


def _in_process(order: dict[str, str], template: bytes) -> bytes:
    surroundings = {name: os.environ[name] for name in _SEES if name in os.environ}
    request = json.dumps(order).encode() + b"\n" + template
    with _in_turn():
        try:
            done = subprocess.run(  # noqa: S603 - this very program
                (*_PROGRAM, str(_MEGABYTES), str(_SECONDS)), input=request, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, timeout=2 * _SECONDS, env=surroundings, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise TemplateRefused(reason=_TOO_MUCH) from error
    if done.returncode != 0 or not done.stdout:
        raise TemplateRefused(reason=_TOO_MUCH)
    if done.stdout[:1] == _REFUSED:
        answer = json.loads(done.stdout[1:])
        raise _REFUSALS[answer["name"]](**answer["params"])
    return done.stdout[1:]


@contextmanager
def _in_turn() -> Iterator[None]:
    """Whoever comes while others wait already is told so, and keeps no thread for long."""
    if not _ONE_AT_A_TIME.acquire(timeout=_WAIT_SECONDS):
        raise PrintBusy
    try:
        yield
    finally:
        _ONE_AT_A_TIME.release()
