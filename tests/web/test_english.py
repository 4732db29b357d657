"""A reader of English meets no Chinese but names, and what people typed."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import CharField, Model, TextField
from django.test import Client

import messages
from huiyin.matters.acceptance.services import matter_decline
from huiyin.matters.identity.services import matter_open_identity
from huiyin.matters.messages.services.petitioner import petitioner_write
from huiyin.matters.messages.services.work import matter_ask, matter_note
from huiyin.matters.rating.services import matter_rate
from huiyin.matters.register.services.register import Registered
from huiyin.portal.filing.steps import BY_NAME
from tests.cast import WHO, Cast
from tests.portal.walker import NAME, TEXT, WHERE, Citizen

_HAN = re.compile(r"[\u3400-\u9fff\u3001\u3002\u300a\u300b\uff01-\uff5e]+")
_FOLDED = re.compile(r'hx-get="(/desk/matters/[^"]+)"')
_TYPED = "请到现场查看。"
# On purpose: the way back to Chinese, and what the system and its people's parts of the address are called.
_KEPT = ("中文", "回音")
_ENGLISH: dict[str, Any] = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture(scope="module")
def _catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogue as it stands in the source, whether or not somebody compiled it."""
    place = tmp_path_factory.mktemp("locale")
    folder = place / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with messages.PO.open("rb") as source, (folder / "django.mo").open("wb") as target:
        write_mo(target, read_po(source, locale="en"))
    return place


@pytest.fixture(autouse=True)
def _catalogue_of_today(_catalogue: Path, settings: Any) -> None:
    settings.LOCALE_PATHS = [_catalogue]


@cache
def _examples() -> tuple[str, ...]:
    """Chinese inside the English: words to type."""
    with messages.PO.open("rb") as file:
        return tuple(
            words
            for message in read_po(file, locale="en")
            if message.id
            for words in _HAN.findall(str(message.string))
        )


def _stored() -> Iterator[str]:
    """What the database has of names and of typed text. Events are ours: they hold articles and grounds."""
    tables: list[type[Model]] = [
        *apps.get_app_config("orgs").get_models(),
        *apps.get_app_config("documents").get_models(),
        *apps.get_app_config("jobs").get_models(),
        *apps.get_app_config("matters").get_models(),
        *apps.get_app_config("supervision").get_models(),
    ]
    for table in tables:
        names = [field.name for field in table._meta.fields if isinstance(field, CharField | TextField)]
        if names and table.__name__ != "Event":
            for row in table._default_manager.values_list(*names):
                yield from (text for text in row if text)


def _chinese(page: str) -> list[str]:
    """The Chinese of a page that nobody typed."""
    typed = {*_KEPT, *_examples(), *_stored(), TEXT, NAME, _TYPED, "修好电梯", *WHERE.values(), WHO.name, WHO.address}
    known = {part for text in typed for part in (text, *text.split(), text.rstrip("。")) if _HAN.search(part)}
    for text in sorted(known, key=len, reverse=True):
        page = page.replace(text, "")
    return [page[max(0, found.start() - 60) : found.end() + 20] for found in _HAN.finditer(page)]


def _read(client: Client, *paths: str) -> None:
    found = {}
    for path in paths:
        answer = client.get(path, follow=True)
        assert answer.status_code == 200, (path, answer.status_code)
        assert '<html lang="en"' in answer.text, path
        forms = [client.get(form, headers={"HX-Request": "true"}).text for form in _FOLDED.findall(answer.text)]
        found[path] = _chinese("".join((answer.text, *forms)))
    assert not any(found.values()), "\n".join(f"{path}: {line!r}" for path, lines in found.items() for line in lines)


def _desk(cast: Cast, username: str) -> Client:
    client = Client(**_ENGLISH)
    officer: Any = get_user_model()._default_manager.get(pk=cast.officers[username])
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _visited(cast: Cast, filed: Registered) -> Citizen:
    citizen = Citizen(**_ENGLISH)
    assert citizen.look_up(filed.number, filed.code).status_code == 302
    return citizen


def test_the_portal_speaks_english(cast: Cast) -> None:
    _read(Client(**_ENGLISH), "/", "/how/", "/rules/", "/reception/", "/lookup/", "/accounts/login/", "/file/what/")
    for path in ("/nowhere/", "/desk/nowhere/", "/status/"):
        assert not _chinese(Client(**_ENGLISH).get(path, follow=True).text), path


def test_filing_speaks_english(cast: Cast) -> None:
    citizen = Citizen(**_ENGLISH)
    citizen.write()
    steps = [f"/file/{name}/" for name in (*BY_NAME, "check", "kept", "over")]
    _read(citizen.client, *steps)
    for wrong in (
        citizen.press("what", text=""),
        citizen.press("kind", kind=""),
        citizen.press("who", who="named", phone="1990000778"),
    ):
        assert wrong.status_code == 422 and not _chinese(wrong.text)
    citizen.press("what", text=TEXT)
    citizen.press("kind", kind="claim")
    assert citizen.send().status_code == 302
    _read(citizen.client, "/receipt/")


def test_the_petitioner_reads_english(cast: Cast) -> None:
    filed = cast.file()
    handler, petitioner = cast.actor("handler"), cast.petitioner(filed)
    cast.to_handler(filed)
    matter_ask(actor=handler, matter_id=filed.matter_id, body=_TYPED, at=cast.at)
    petitioner_write(actor=petitioner, matter_id=filed.matter_id, body=_TYPED, at=cast.at)
    matter_open_identity(actor=handler, matter_id=filed.matter_id, purpose=_TYPED, at=cast.at)
    _read(_visited(cast, filed).client, "/status/", "/status/withdraw/")
    desk = _desk(cast, "handler")
    place = f"/desk/matters/{filed.number}/"
    _read(desk, place, "/desk/search/?q=zzz")
    seen = str(cast.matter(filed).version)
    for code, given in (("open_identity", {"purpose": _TYPED}), ("draft", {}), ("ask", {}), ("note", {"body": ""})):
        assert not _chinese(desk.post(f"{place}{code}/", {"seen": seen, **given}).text), code


def test_an_answered_matter_reads_english(cast: Cast) -> None:
    filed = cast.file()
    cast.answer(filed)
    _read(_visited(cast, filed).client, "/status/", "/status/reply/")
    matter_rate(actor=cast.petitioner(filed), matter_id=filed.matter_id, of_office="satisfied", of_unit="partly",
                words=_TYPED, at=cast.at)  # fmt: skip
    _read(_visited(cast, filed).client, "/status/")


def test_a_declined_matter_reads_english(cast: Cast) -> None:
    filed = cast.file()
    matter_decline(actor=cast.actor("registrar"), matter_id=filed.matter_id, ground="pending", explanation=_TYPED,
                   at=cast.at)  # fmt: skip
    _read(_visited(cast, filed).client, "/status/")
    _read(_desk(cast, "registrar"), f"/desk/matters/{filed.number}/")


@pytest.mark.parametrize("username", ["registrar", "handler", "approver", "housing_leader"])
def test_the_desk_speaks_english(cast: Cast, username: str) -> None:
    filed, drafted = cast.file(), cast.file(text="自来水发黄，已经一个月。", category_id=cast.categories["T121"])
    cast.to_handler(drafted)
    matter_note(actor=cast.actor("handler"), matter_id=drafted.matter_id, body=_TYPED, at=cast.at)
    cast.draft(drafted)
    client = _desk(cast, username)
    seen = [drafted, filed] if username == "registrar" else [drafted]
    _read(client, "/desk/", "/desk/search/", "/desk/search/?q=自来水",
          *(f"/desk/matters/{matter.number}/" for matter in seen))  # fmt: skip


def test_registering_speaks_english(cast: Cast) -> None:
    client = _desk(cast, "registrar")
    _read(client, "/desk/register/")
    assert not _chinese(client.post("/desk/register/suggest/", {"text": TEXT}).text)
    for given in ({}, {"kind": "claim", "channel": "letter"}):
        assert not _chinese(client.post("/desk/register/", given).text)
    assert not _chinese(client.get("/desk/register/receipt/").text)


def test_units_and_records_speak_english(cast: Cast) -> None:
    cast.answer(cast.file())
    places = ("", "officers/", "areas/", "categories/", "competence/", f"units/{cast.units['office']}/",
              f"officers/{cast.officers['handler']}/")  # fmt: skip
    _read(_desk(cast, "administrator"), *(f"/desk/organisation/{place}" for place in places))
    _read(_desk(cast, "auditor"), *(f"/desk/records/{place}" for place in ("", "openings/", "outbox/")))
    _read(_desk(cast, "handler"), "/accounts/password/change/", "/accounts/2fa/", "/accounts/logout/")


def test_letters_are_chinese_for_every_reader(cast: Cast) -> None:
    filed = cast.file()
    cast.answer(filed)
    english, chinese = _visited(cast, filed).client, Citizen()
    chinese.look_up(filed.number, filed.code)
    letter = chinese.client.get("/status/reply/pdf/").content
    assert letter.startswith(b"%PDF")
    assert english.get("/status/reply/pdf/").content == letter
    assert _desk(cast, "handler").get(f"/desk/matters/{filed.number}/reply.pdf").content == letter
