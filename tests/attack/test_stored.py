"""Somebody with the whole database and its logs: what stands there in plain words, and what doesn't.

By design plain: what a matter says (text, requests, place, respondent, messages, replies, file names) — it has to be
worked with and searched. Sealed: who filed, and everything of a draft. Names and addresses of officers are plain.
"""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from huiyin.kernel.ids import receipt_code
from huiyin.kernel.time import now, office_day
from huiyin.matters.identity.services import matter_open_identity
from huiyin.matters.models import Matter
from huiyin.matters.register.services.register import Registered
from huiyin.notices.services import outbox_dispatch
from tests.cast import PASSWORD, Cast
from tests.desk.conftest import Desk
from tests.portal.walker import NAME, PHONE, TEXT, WHERE, Citizen

pytestmark = pytest.mark.both_databases

ADDRESS = "柳荫镇云水路七号"
MAIL = "beichen@example.invalid"
SECRETS = (NAME, PHONE, MAIL, ADDRESS, "beichen", "192.0.2.77")
WHO = {"who": "named", "name": NAME, "phone": PHONE, "email": MAIL, "address": ADDRESS}


def _rows() -> Iterator[tuple[str, str]]:
    """Every value of every table as text, JSON escapes undone."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield table, " ".join(_text(value) for value in row)


def _text(value: Any) -> str:
    if isinstance(value, memoryview | bytes):
        return bytes(value).decode("utf-8", "replace")
    text = str(value)
    return text + json.dumps(text, ensure_ascii=False) if "\\u" not in text else text + _unescaped(text)


def _unescaped(text: str) -> str:
    try:
        return str(json.loads(text))
    except ValueError:
        return text


def found_in_rows(*secrets: str) -> list[tuple[str, str]]:
    """In which tables one of these can be read."""
    return [(table, secret) for table, text in _rows() for secret in secrets if secret and secret in text]


def test_who_filed_stands_nowhere_but_sealed(cast: Cast, desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """Through filing, looking up wrongly and rightly, writing, opening, sending mails, failing."""
    caplog.set_level(logging.DEBUG)
    citizen = Citizen(REMOTE_ADDR="192.0.2.77", raise_request_exception=False)
    number, code = citizen.file(**WHO)
    for _ in range(6):
        citizen.look_up(number, receipt_code(key=b"another", token="x"))
    other = Citizen(REMOTE_ADDR="198.51.100.7")
    other.look_up(number, code)
    other.client.post("/status/message/", {"body": "电梯又停了"})
    matter = Matter.objects.get()
    cast.at = now()
    cast.accept(Registered(matter.pk, number, code, is_new=True))
    seen = matter_open_identity(actor=cast.actor("registrar"), matter_id=matter.pk, purpose="核实情况", at=cast.at)
    assert seen.name == NAME
    desk("registrar").post(
        f"/desk/matters/{number}/open_identity/", {"seen": str(matter.version + 2), "purpose": "打电话核实"}
    )
    outbox_dispatch(at=now())
    assert found_in_rows(*SECRETS, code, code.replace("-", "")) == []
    logged = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    assert [secret for secret in (*SECRETS, code, TEXT) if secret in logged] == []


def test_a_draft_is_sealed_as_a_whole(cast: Cast) -> None:
    citizen = Citizen()
    citizen.write(about="云渡县教育局")
    citizen.press("who", **WHO)
    assert found_in_rows(*SECRETS, TEXT, WHERE["place"]) == []
    token = citizen.client.cookies["draft"].value
    assert found_in_rows(token) == []


def test_a_registrar_types_who_it_was_and_it_is_sealed(cast: Cast, desk: Desk) -> None:
    typed = {
        "channel": "letter", "kind": "claim", "text": TEXT, "requests": "修好电梯",
        "name": NAME, "phone": PHONE, "email": MAIL, "address": ADDRESS,
        "received_on": office_day(now()).isoformat(), "unit": str(cast.units["office"]),
    }  # fmt: skip
    registrar = desk("registrar")
    registrar.post("/desk/register/", {**typed, "look": "1"})
    registrar.post("/desk/register/suggest/", typed)
    assert registrar.post("/desk/register/", typed).status_code == 302
    assert found_in_rows(*SECRETS) == []


def test_no_password_is_kept(cast: Cast) -> None:
    client = Citizen().client
    client.post("/accounts/login/", {"login": "handler", "password": PASSWORD + "x"})
    client.post("/accounts/login/", {"login": "handler", "password": PASSWORD})
    assert found_in_rows(PASSWORD) == []
