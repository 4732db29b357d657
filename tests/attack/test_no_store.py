"""No browser and no proxy keeps a page: every address, for a stranger, for whoever filed and for every officer.

The same walk looks at what every answer says besides: its type isn't guessed at, and no other site frames it.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.portal.walker import Citizen

SAMPLES = {"uuid": "00000000-0000-0000-0000-000000000000", "int": "1", "slug": "what", "str": "what", "path": "what"}


def _addresses(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern.url_patterns, here)
        else:
            plain = re.sub(r"\(\?P<\w+>[^)]*\)|\[[^\]]*\]\+?|\(\?:(\w[\w/-]*)[^)]*\)|[\^$?]|\\Z", r"\1", here)
            yield re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES[found[1] or "str"], plain)


ADDRESSES = sorted(set(_addresses(get_resolver().url_patterns)))


def _is_guarded(headers: Mapping[str, str]) -> bool:
    is_framed = "frame-ancestors 'none'" not in headers.get("Content-Security-Policy", "")
    return headers.get("X-Content-Type-Options") == "nosniff" and not is_framed


def _kept(client: Client, *, number: str = "what") -> list[str]:
    found = []
    for address in ADDRESSES:
        for method in ("GET", "POST"):
            if method == "POST" and any(word in address for word in ("leave", "shared", "logout", "done", "over")):
                continue
            answer = client.generic(method, address.replace("/matters/what/", f"/matters/{number}/"))
            if answer.streaming:
                b"".join(answer.streaming_content)  # type: ignore[attr-defined]
            # Pictures of a map are the same for everybody.
            is_map = address.startswith("/tiles/")
            if not is_map and "no-store" not in answer.headers.get("Cache-Control", ""):
                found.append(f"{method} {address} {answer.status_code} {answer.headers.get('Cache-Control')}")
            if not _is_guarded(answer.headers):
                found.append(f"{method} {address} {answer.status_code} may be guessed at or framed")
    return found


def test_nothing_of_a_stranger_is_kept(cast: Cast) -> None:
    assert len(ADDRESSES) > 100
    assert _kept(Client()) == []


def test_nothing_of_anyone_who_filed_is_kept(cast: Cast) -> None:
    citizen = Citizen()
    number, code = citizen.file()
    citizen.look_up(number, code)
    citizen.press("what", text="另一件")
    assert citizen.client.get("/status/").status_code == 200
    assert _kept(citizen.client) == []


@pytest.mark.parametrize("officer", ["registrar", "administrator"])
def test_nothing_of_an_officer_is_kept(cast: Cast, desk: Desk, officer: str) -> None:
    number = cast.file().number
    client = desk(officer)
    assert client.get("/desk/").status_code in {200, 302}
    assert _kept(client, number=number) == []


def test_no_static_file_is_guessed_at_or_framed(client: Client) -> None:
    answer: Any = client.get("/static/huiyin/favicon.svg")
    assert answer.status_code == 200 and b"".join(answer.streaming_content)
    answer.close()
    assert _is_guarded(answer.headers)
