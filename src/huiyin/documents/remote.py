"""A print is handed to a server of the office, which gives it back stamped, or as OFD.

One POST of `multipart/form-data` with two parts: `order`, a small JSON, and `document`, the PDF; the token stands
in `Authorization`. 200 with the wanted media type and content is an answer, anything else is none. The address is the
one that was set: no redirect is followed. Each wait has a limit, and so has the whole of it.
"""

import json
import logging
import secrets
from collections.abc import Mapping
from http import HTTPStatus
from http.client import HTTPException
from time import monotonic
from typing import IO, Final
from urllib.error import HTTPError
from urllib.request import Request, build_opener

from huiyin.kernel.redirects import NoRedirectHandler

_log = logging.getLogger(__name__)
_MOST_BYTES = 40 << 20
_CHUNK = 1 << 16
SECONDS: Final = 20.0


class RemoteFailed(Exception):
    """No usable answer; why stands in the log."""


def remote_post(
    address: str,
    *,
    token: str,
    order: Mapping[str, object],
    document: bytes,
    media_type: str,
    seconds: float = SECONDS,
) -> bytes:
    """The content of the answer, which says that it is of this media type. Raises RemoteFailed."""
    boundary = secrets.token_hex(16)
    request = Request(address, data=_form(boundary, order, document), method="POST")  # noqa: S310 - from settings
    request.add_header("Content-Type", f"multipart/form-data; boundary={boundary}")
    request.add_header("Accept", media_type)
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    until = monotonic() + seconds
    try:
        with build_opener(NoRedirectHandler).open(request, timeout=seconds) as answer:
            if answer.status != HTTPStatus.OK or answer.headers.get_content_type() != media_type:
                raise RemoteFailed(f"{answer.status} {answer.headers.get_content_type()}")
            return _read(answer, until)
    except HTTPError as error:
        with error:
            _log.warning("%s gave no answer: %s", address.partition("?")[0], error.code)
        raise RemoteFailed from None
    except (OSError, HTTPException, RemoteFailed) as error:
        # An answer's body may quote the letter, so no more than this.
        _log.warning("%s gave no answer: %s", address.partition("?")[0], _short(error))
        raise RemoteFailed from None


def _read(answer: IO[bytes], until: float) -> bytes:
    """All of it. A server that sends a little now and then doesn't keep a thread."""
    parts: list[bytes] = []
    size = 0
    while part := answer.read1(_CHUNK):  # type: ignore[attr-defined]
        size += len(part)
        if size > _MOST_BYTES:
            raise RemoteFailed("too large")
        if monotonic() > until:
            raise RemoteFailed("too slow")
        parts.append(part)
    return b"".join(parts)


def _short(error: Exception) -> str:
    return str(error) if isinstance(error, RemoteFailed) else type(error).__name__


def _form(boundary: str, order: Mapping[str, object], document: bytes) -> bytes:
    line = f"--{boundary}\r\nContent-Disposition: form-data; name="
    head = f'{line}"order"\r\nContent-Type: application/json\r\n\r\n{json.dumps(order, ensure_ascii=False)}\r\n'
    body = f'{line}"document"; filename="letter.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
    return head.encode() + body.encode() + document + f"\r\n--{boundary}--\r\n".encode()
