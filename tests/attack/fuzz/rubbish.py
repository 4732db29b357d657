"""What is typed where something sensible is expected. Bytes, for not all of it is text."""

from collections.abc import Callable
from random import Random
from uuid import UUID

_SENTENCES = (
    "小区的电梯从上个月起天天停运，老人下不了楼。", "请公示近三年收支，并说明依据。", "经实地查看，情况属实。",
    "巷口的路灯坏了两个月。", "The lift has been out of order since May.",
)  # fmt: skip
_TEXTS = (
    "", " ", "\x00", "a\x00b", "\ud800", "电\udfff梯", "\u202etxt.exe", "\u2066\u2069\u200f\u200e", "👩‍👩‍👧‍👦" * 9,
    "\x01\x02\x1b[31m\x7f\x85\x9f", "\ufeff\ufffe\uffff", "é" * 3, "e" + "\u0301" * 500, 
    "\r\nSet-Cookie: a=b\r\n\r\n",
    "<script>alert(1)</script>", "{{7*7}}{% now %}%(office)s%s%n", "#read(\"/etc/passwd\") $x$ \\ ] ) // /* `",
    "' OR 1=1--", "\"*) OR (", "NEAR(a b)", "../../../etc/passwd", "..\\..\\nul", "%00%ff%2e%2e", 
    "=cmd|' /C calc'!A0",
    "null", "undefined", "[]", "{\"a\":1}", "None", "true", "on", 
    "ﷺ" * 50, "Ⅻ㍿①", "\uff11\uff12\uff13", "\U0001d7d9\U0001d7da", 
    "ß".upper(), "İ", "ﬁ",
)  # fmt: skip
_NUMBERS = (
    "-1", "0", "00", "-0", "+1", "1e9", "1e999", "NaN", "Infinity", "0x10", "1_000", "1,000", "2147483648",
    "9223372036854775807", "9223372036854775808", "-9223372036854775809", "9" * 400, "9" * 5000, "1.5", "٣", "½", "²",
)  # fmt: skip
_DATES = (
    "0001-01-01", "0000-00-00", "9999-12-31", "10000-01-01", "-0001-01-01", "2026-02-30", "2026-13-01", "1900-02-29",
    "1582-10-10", "2026-06-01T25:61", "0001-01-01T00:00", "9999-12-31T23:59", "24:00", "99:99", "2026-W53-7", "now",
    "2026-06-01T09:00+99:00", "1969-12-31", "2038-01-20", "\uff12\uff10\uff12\uff16-06-01",
)  # fmt: skip
_IDS = (
    str(UUID(int=0)), str(UUID(int=2**128 - 1)), "not-a-uuid", f"{{{UUID(int=7)}}}", UUID(int=7).urn,
    UUID(int=9).hex, "2026030112345678", "20260301-1234-5678", "9999999999999999", "0000-0000-0000-0000-000",
)  # fmt: skip
_RAW = (b"\xff\xfe\xfd", b"\xed\xa0\x80", b"\xc0\xaf", b"\xb5\xe7\xcc\xdd", "电梯".encode("utf-16"), b"\x80" * 300)


def sentence(chance: Random) -> str:
    """Something that somebody would write."""
    return chance.choice(_SENTENCES)


def rubbish(chance: Random) -> bytes:
    """Something that nobody would."""
    return chance.choice(_KINDS)(chance)


def short_rubbish(chance: Random) -> bytes:
    """The same, fit for an address or a header."""
    return rubbish(chance)[:200]


def _listed(texts: tuple[str, ...]) -> Callable[[Random], bytes]:
    return lambda chance: as_bytes(chance.choice(texts))


def _long(chance: Random) -> bytes:
    piece = chance.choice((*_TEXTS, *_SENTENCES, "电", "a", "\n", "<", "&", "\t", "1"))
    return as_bytes(piece * (chance.choice((200, 2_000, 20_000)) // max(len(piece), 1)))


def _mixed(chance: Random) -> bytes:
    return as_bytes(
        "".join(chance.choice((*_TEXTS, *_SENTENCES, *_NUMBERS[:12])) for _ in range(chance.randint(2, 6)))
    )


def _characters(chance: Random) -> bytes:
    return as_bytes("".join(chr(chance.randrange(chance.choice((0x80, 0x3000, 0x110000)))) for _ in range(30)))


def _raw(chance: Random) -> bytes:
    return chance.choice(_RAW) + chance.choice((b"", as_bytes(sentence(chance))))


def as_bytes(text: str) -> bytes:
    """In UTF-8, halves of pairs included."""
    return text.encode("utf-8", "surrogatepass")


_KINDS = (
    _listed(_TEXTS), _listed(_TEXTS), _listed(_NUMBERS), _listed(_DATES), _listed(_IDS), _long, _mixed, _characters,
    _raw,
)  # fmt: skip
