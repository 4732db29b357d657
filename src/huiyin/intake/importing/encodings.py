"""Finding out a file's encoding, and reading what Chinese encodings have of their own."""

import codecs
import re
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO

from huiyin.intake.importing.errors import SourceUnreadable

_CHUNK = 1 << 20
# So many characters outside ASCII that are right in UTF-8 don't come about by chance in another encoding.
_SURELY_UTF8 = 200
# A text with a few broken bytes: so many right characters to each of them.
_RIGHT_TO_ONE_WRONG = 5
# In another encoding nearly every character is wrong: that is seen at once, and not at the end of the file.
_SMALL_CHUNK, _SURELY_ANOTHER = 1 << 16, 200
_GB = frozenset({"gbk", "gb2312", "gb18030", "cp936"})
_ERRORS = "huiyin-import"
_LONE_BYTE = re.compile("[\udc80-\udcff]")
# GB 18030-2022 gives these codes to characters of their own; Python's codec still leads to the private use area.
_FROM_PRIVATE_USE = {
    0xE78D: 0xFE10, 0xE78E: 0xFE12, 0xE78F: 0xFE11, 0xE790: 0xFE13, 0xE791: 0xFE14, 0xE792: 0xFE15, 0xE793: 0xFE16,
    0xE794: 0xFE17, 0xE795: 0xFE18, 0xE796: 0xFE19, 0xE816: 0x20087, 0xE817: 0x20089, 0xE818: 0x200CC,
    0xE81E: 0x9FB4, 0xE826: 0x9FB5, 0xE82B: 0x9FB6, 0xE82C: 0x9FB7, 0xE831: 0x215D7, 0xE832: 0x9FB8,
    0xE83B: 0x2298F, 0xE843: 0x9FB9, 0xE854: 0x9FBA, 0xE855: 0x241FE, 0xE864: 0x9FBB,
}  # fmt: skip
_PRIVATE_USE = re.compile("[" + "".join(map(chr, _FROM_PRIVATE_USE)) + "]")


def open_text(file: BinaryIO, encoding: str) -> TextIOWrapper:
    """The file as text; bytes that are none stand as lone surrogates."""
    return TextIOWrapper(file, encoding=encoding, errors=_ERRORS, newline="")


def text_lines(text: TextIOWrapper) -> Iterator[str]:
    """Its lines, each character where GB 18030-2022 has it."""
    return (_assigned(line) for line in text) if text.encoding == "gb18030" else text


def known_codec(name: str, path: Path) -> str:
    """The codec for an encoding that a map names. Raises SourceUnreadable."""
    try:
        found = codecs.lookup(name).name
    except LookupError as error:
        raise SourceUnreadable(file=path.name, reason=f"没有“{name}”这种编码") from error
    # Each of the older ones is a part of the latest.
    return "gb18030" if found in _GB else "utf-8-sig" if found == "utf-8" else found


def encoding_of(file: BinaryIO, path: Path) -> str:
    """The encoding by reading all of it once: UTF-8, else GB18030, else either of them with some broken rows."""
    start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        file.seek(0)
        return "utf-16"
    good, whole = _decodes(file, "utf-8")
    if whole or good > _SURELY_UTF8 or _nearly(file, "utf-8"):
        name = "utf-8-sig"
    elif _decodes(file, "gb18030")[1] or _nearly(file, "gb18030"):
        name = "gb18030"
    else:
        raise SourceUnreadable(file=path.name, reason="既不是 UTF-8 也不是 GB18030 编码，请在映射里写明 encoding")
    file.seek(0)
    return name


def has_broken_bytes(text: str) -> bool:
    """Whether bytes stand in it that aren't text."""
    return not text.isprintable() and _LONE_BYTE.search(text) is not None


def _assigned(line: str) -> str:
    return line.translate(_FROM_PRIVATE_USE) if _PRIVATE_USE.search(line) else line


def _decodes(file: BinaryIO, name: str) -> tuple[int, bool]:
    """How many characters outside ASCII were right before the first wrong byte, and whether there was none."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(name)()
    good = 0
    try:
        while chunk := file.read(_CHUNK):
            text = decoder.decode(chunk)
            # The beginning of each piece is enough: it is only asked whether there are very many.
            good += 0 if text.isascii() else sum(character > "\x7f" for character in text[:2000])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        before = bytes(error.object[: error.start]).decode(name, "ignore")
        return good + sum(character > "\x7f" for character in before), False
    return good, True


def _nearly(file: BinaryIO, name: str) -> bool:
    """Whether it is this encoding but for a few bytes."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(name)(_ERRORS)
    good = wrong = 0
    while chunk := file.read(_SMALL_CHUNK):
        text = decoder.decode(chunk)
        if not text.isascii():
            broken = len(_LONE_BYTE.findall(text))
            wrong += broken
            good += sum(character > "\x7f" for character in text) - broken
        if wrong > _SURELY_ANOTHER and good < wrong * _RIGHT_TO_ONE_WRONG:
            return False
    return good > 0 and good >= wrong * _RIGHT_TO_ONE_WRONG


def _keep_the_byte(error: UnicodeError) -> tuple[str, int]:
    """One byte as a lone surrogate, or as the sign for the euro, which Windows has at 0x80 in its GBK."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    byte = error.object[error.start]
    if byte == 0x80 and error.encoding.startswith("gb"):
        return "€", error.start + 1
    if byte < 0x80:
        raise error
    # As `surrogateescape` has them: in the file of refused rows it becomes the same byte again.
    return chr(0xDC00 + byte), error.start + 1


codecs.register_error(_ERRORS, _keep_the_byte)
