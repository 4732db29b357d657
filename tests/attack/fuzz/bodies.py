"""A filled form as bytes: as a browser would send it, or broken."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from urllib.parse import quote_from_bytes

from tests.attack.fuzz.rubbish import as_bytes, rubbish

_CHARSETS = ("utf-7", "nonsense", "utf-16", "gb18030", "idna", "rot13", "zip", "undefined", "\x00")
_URLENCODED = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class BodyPart:
    """A name with its value, or with a file when `filename` isn't None."""

    name: bytes
    value: bytes
    filename: bytes | None = None
    kind: str = ""


def urlencoded(parts: Sequence[BodyPart]) -> bytes:
    """The part of an address after `?`, and the usual body."""
    return "&".join(f"{quote_from_bytes(part.name)}={quote_from_bytes(part.value)}" for part in parts).encode()


def body_of(parts: Sequence[BodyPart], chance: Random, *, broken: bool) -> tuple[str, bytes]:
    """Content type and body. `broken`: neither keeps to its rules."""
    has_file = any(part.filename is not None for part in parts)
    if not has_file and chance.random() < 0.6:
        kind, body = _URLENCODED, urlencoded(parts)
    else:
        kind, body = _multipart(parts, chance)
    return _spoiled(kind, body, chance) if broken else (kind, body)


def _multipart(parts: Sequence[BodyPart], chance: Random) -> tuple[str, bytes]:
    line = f"{chance.getrandbits(64):016x}"
    pieces = [_piece(part) for part in parts]
    body = b"".join(b"--" + line.encode() + b"\r\n" + piece + b"\r\n" for piece in pieces)
    return f"multipart/form-data; boundary={line}", body + b"--" + line.encode() + b"--\r\n"


def _piece(part: BodyPart) -> bytes:
    head = b'Content-Disposition: form-data; name="' + part.name + b'"'
    if part.filename is not None:
        head += b'; filename="' + part.filename + b'"\r\nContent-Type: ' + part.kind.encode()
    return head + b"\r\n\r\n" + part.value


def _spoiled(kind: str, body: bytes, chance: Random) -> tuple[str, bytes]:
    cut = chance.randrange(len(body) + 1)
    return chance.choice((
        (kind, body[:cut]),
        (kind, body[:cut] + rubbish(chance) + body[cut:]),
        (kind.partition(";")[0], body),
        (kind + "x", body),
        (kind + "; charset=" + chance.choice(_CHARSETS), body),
        ("multipart/form-data; boundary=" + "x" * 5000, body),
        ("multipart/form-data; boundary=\xe9", body),
        (_URLENCODED, b"&".join([b"a=%"] * 500)),
        (_URLENCODED, b"=&=&&;%zz=%u1234&" + body),
        ("application/json", json.dumps({"a": [1] * 9}).encode()),
        ("text/plain", body),
        ("", body),
        (kind, body.replace(b"form-data", b"attachment").replace(b"name=", b"name*=utf-8''")),
        (kind, body.replace(b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: base64\r\n\r\n")),
        (kind, body.replace(b"\r\n", b"\n")),
        (kind, as_bytes("电") * 3000),
    ))  # fmt: skip
