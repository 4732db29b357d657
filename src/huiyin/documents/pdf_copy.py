"""The program that writes a PDF again without author and device: a process of its own, within bounds.

Started as `python -m huiyin.documents.pdf_copy SECONDS` with the PDF as its standard input and the copy-to-be as its
standard output, both plain files. It ends with 0 once the copy is whole, else with a number of `pdf_outcomes`.
"""

import errno
import re
import resource
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

import pikepdf

from huiyin.documents.pdf_outcomes import ACTIVE, DAMAGED, LOCKED, NO_ROOM, SIGNED
from huiyin.documents.rules.jpeg import bare_jpeg

# A file of 20 MB with 40,000 objects takes 84 MB (docs/performance.md).
_BYTES = 288 << 20
_DEPTH = 60
_RUNS = {
    "/JavaScript",
    "/Launch",
    "/ImportData",
    "/SubmitForm",
    "/GoToE",
    "/Rendition",
    "/Movie",
    "/RichMediaExecute",
}
_RUNNING_KEYS = ("/JS", "/JavaScript", "/XFA", "/RichMediaContent", "/OnInstantiate")
_TELLING_KEYS = ("/Metadata", "/PieceInfo", "/LastModified", "/CreatorInfo", "/SourceModified", "/SpiderInfo")
_ELSEWHERE = re.compile(r"\s*(?:\\\\|//|file:|smb:|https?:|ftp:|javascript:|vbscript:|ms-)", re.IGNORECASE)
# Invoices carry their figures along as XML; whatever a machine could run, or a person open by mistake, is refused.
_FIGURES = (".xml", ".xbrl", ".txt", ".csv", ".json")


def main(seconds: int) -> int:
    """Copy, or say why not."""
    for what, most in ((resource.RLIMIT_AS, _BYTES), (resource.RLIMIT_CPU, seconds)):
        _bound(what, most)
    try:
        return pdf_copy(sys.stdin.buffer, sys.stdout.buffer)
    except OSError as error:
        return NO_ROOM if error.errno in {errno.ENOSPC, errno.EDQUOT} else DAMAGED


def pdf_copy(source: BinaryIO, target: BinaryIO) -> int:
    """Write `source` to `target` without what it tells beside its pages; 0, or why nothing was written.

    A signed one isn't written again: not a byte of it may change.
    """
    try:
        with pikepdf.open(source) as pdf:
            found = list(_dictionaries(pdf))
            if any(_is_active(dictionary) for dictionary in found):
                return ACTIVE
            # A signature has these two: the signature itself, and which bytes of the file it is over.
            if any(dictionary.get("/ByteRange") is not None and "/Contents" in dictionary for dictionary in found):
                return SIGNED
            _strip(pdf, found)
            pdf.save(target, fix_metadata_version=False, deterministic_id=True)
    except pikepdf.PasswordError:
        return LOCKED
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, RecursionError, MemoryError):
        return DAMAGED
    return 0


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    yield pdf.trailer
    for node in pdf.objects:
        yield from _below(node, 0)


def _below(node: Any, depth: int) -> Iterator[Any]:
    """The dictionaries that stand in an object itself; those that it leads to come by themselves."""
    if depth > _DEPTH:
        raise RecursionError
    if isinstance(node, (pikepdf.Dictionary, pikepdf.Stream)):
        yield node
        inner = [node.get(key) for key in node.keys()]  # noqa: SIM118 - no mapping of Python's
    elif isinstance(node, pikepdf.Array):
        inner = list(node)
    else:
        return
    for value in inner:
        if isinstance(value, (pikepdf.Dictionary, pikepdf.Array)) and not value.is_indirect:
            yield from _below(value, depth + 1)


def _is_active(dictionary: Any) -> bool:
    """Whether it runs something, fetches something, or brings a file that isn't plain figures."""
    if str(dictionary.get("/S", "")) in _RUNS or any(key in dictionary for key in _RUNNING_KEYS):
        return True
    if _reaches_out(dictionary):
        return True
    files = dictionary.get("/EF")
    if not isinstance(files, pikepdf.Dictionary):
        return False
    name = str(dictionary.get("/UF", dictionary.get("/F", ""))).lower()
    return not name.endswith(_FIGURES) or any(b"\0" in files[key].read_bytes() for key in files.keys())  # noqa: SIM118


def _reaches_out(dictionary: Any) -> bool:
    """Whether it opens a file elsewhere, or has its bytes there: that would say who reads it, and when."""
    if isinstance(dictionary, pikepdf.Stream) and "/F" in dictionary and not _is_number(dictionary.get("/F")):
        return True
    kind = str(dictionary.get("/S", ""))
    if kind in {"/GoToR", "/Thread"}:
        file = dictionary.get("/F", "")
        names = [file.get(key, "") for key in ("/F", "/UF")] if isinstance(file, pikepdf.Dictionary) else [file]
        return any(_ELSEWHERE.match(str(name)) for name in names)
    # A person sees where a link on the web leads before following it.
    address = str(dictionary.get("/URI", "")) if kind == "/URI" else ""
    return bool(_ELSEWHERE.match(address)) and not address.lstrip().lower().startswith(("http:", "https:", "ftp:"))


def _is_number(value: Any) -> bool:
    return isinstance(value, int)


def _strip(pdf: pikepdf.Pdf, found: list[Any]) -> None:
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    # Whatever stands anywhere in the file: the same keys hang on pages, pictures and forms too.
    for dictionary in found:
        for key in _TELLING_KEYS:
            if key in dictionary:
                del dictionary[key]
        _forget_commenter(dictionary)
        if "/EF" in dictionary and "/Desc" in dictionary:
            del dictionary["/Desc"]
        if isinstance(dictionary, pikepdf.Stream) and _filters(dictionary) == ["/DCTDecode"]:
            dictionary.write(bare_jpeg(dictionary.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)


def _filters(stream: Any) -> list[str]:
    named = stream.get("/Filter", "")
    return [str(name) for name in named] if isinstance(named, pikepdf.Array) else [str(named)]


def _forget_commenter(dictionary: Any) -> None:
    """A note in the margin keeps its words; who wrote it and when goes. A field of a form keeps its name."""
    if "/Rect" not in dictionary or str(dictionary.get("/Subtype", "/Widget")) == "/Widget":
        return
    for key in ("/T", "/M", "/CreationDate"):
        if key in dictionary:
            del dictionary[key]


def _bound(what: int, most: int) -> None:
    try:
        resource.setrlimit(what, (most, most))
    except (ValueError, OSError):
        return


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
