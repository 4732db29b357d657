"""The stamp server and the OFD converter: what they are asked, and that a letter outlives their failures."""

import dataclasses
import socket
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader
from tests.documents.conftest import AT
from tests.documents.office_server import Answer, Asked, OfficeServer, office_server
from tests.documents.samples import pdf
from tests.documents.sheet import sheets
from tests.documents.test_file_store import ofd
from tests.documents.test_letter_issue import CONTENT, SEED, issued
from tests.documents.test_letter_issue import office as office

from huiyin.documents.errors import OfdFailed, OfdMissing, StampServerFailed, StampServerMissing
from huiyin.documents.letters import CheckMark, content_read
from huiyin.documents.models import Letter
from huiyin.documents.remote import RemoteFailed, remote_post
from huiyin.documents.rules.layouts import LayoutChoice, LetterLayout
from huiyin.documents.services import file_open
from huiyin.documents.services.letters import layout_set, letter_print, letters_print, prints
from huiyin.documents.services.letters.ofd import letter_ofd
from huiyin.documents.services.letters.stamping import PictureStamper, ServerStamper, stamper_for
from huiyin.kernel.setbacks import Setbacks
from huiyin.orgs.models import Unit

MINUTE = timedelta(minutes=1)
PDF, OFD = "application/pdf", "application/ofd"
BY_SERVER = LayoutChoice(LetterLayout.OFFICIAL, stamp_mm=45, stamped_by_server=True)
STAMPED = dataclasses.replace(CONTENT, layout="official", stamp_mm=45, stamped_by_server=True, number="x〔2026〕1号")
CHECK = CheckMark("https://huiyin.invalid/letters/check/", "9F86 D081 884C 7D65")


def stamp(asked: Asked) -> Answer:
    """The print with a box where the stamp is asked for, as a stamp server adds it."""
    with pikepdf.open(BytesIO(asked.document)) as document:
        place = asked.order["stamp"]
        page = document.pages[place["page"] - 1]
        size, scale = place["size"] / 25.4 * 72, 72 / 25.4
        x, y = (place["x"]) * scale - size / 2, (297 - place["y"]) * scale - size / 2
        page.contents_add(f"q 1 0 0 RG {x} {y} {size} {size} re S Q".encode())
        made = BytesIO()
        document.save(made, static_id=True)
    return 200, PDF, made.getvalue()


@pytest.fixture
def server(settings: Any) -> Iterator[OfficeServer]:
    with office_server(stamp) as started:
        settings.HUIYIN_STAMP_SERVER, settings.HUIYIN_STAMP_TOKEN = started.address, "secret-token"
        yield started


@pytest.fixture
def letter(office: Unit, server: OfficeServer, folder: Path) -> Letter:
    """One that is to be stamped by the server."""
    layout_set(unit_id=office.pk, choice=BY_SERVER, actor=SEED, at=AT)
    return issued(office)


def test_the_server_gets_the_print_and_where_the_stamp_belongs(letter: Letter, server: OfficeServer) -> None:
    assert content_read(letter.content).stamped_by_server
    with file_open(file_id=letter_print(letter_id=letter.pk, at=AT)) as file:
        kept = file.read()
    (asked,) = server.asked
    assert asked.authorization == "Bearer secret-token"
    assert asked.order["number"] == letter.number and asked.order["unit"] == "云渡县信访局"
    place, page = asked.order["stamp"], sheets(asked.document)[asked.order["stamp"]["page"] - 1]
    date_line = page.run("2026年11月21日")
    # The middle of the stamp, above the line of the date and below the last words.
    assert place["size"] == 45
    assert date_line.x < place["x"] < date_line.x + 60 and place["y"] < date_line.bottom < place["y"] + 22.5
    assert kept == stamp(asked)[2], "what came back is what is kept"


def test_nothing_is_asked_of_anybody_without_a_setting(office: Unit, folder: Path, settings: Any) -> None:
    with office_server(stamp) as server:
        letter_print(letter_id=issued(office).pk, at=AT)
        with pytest.raises(OfdMissing):
            letter_ofd(number="x", pdf=b"%PDF")
        assert server.asked == []
    assert isinstance(stamper_for(CONTENT), PictureStamper)


def bad_answers() -> list[Answer]:
    """Answers that are no stamped print of this letter."""
    return [
        (500, PDF, b"x"),
        (202, PDF, b"x"),
        (200, "text/html", b"<p>please sign in</p>"),
        (200, PDF, b"no pdf at all"),
        (200, PDF, b""),
        (200, PDF, pdf()),
    ]


@pytest.mark.parametrize("answer", bad_answers(), ids=range(len(bad_answers())))
def test_what_is_no_stamped_print_is_refused_and_the_letter_waits(
    letter: Letter, server: OfficeServer, answer: Answer, folder: Path
) -> None:
    server.answer = lambda _asked: answer
    with pytest.raises(StampServerFailed) as refused:
        letter_print(letter_id=letter.pk, at=AT)
    assert "没有丢失" in str(refused.value)
    letter.refresh_from_db()
    assert letter.file_id is None and not [path for path in folder.rglob("*") if path.is_file()]
    server.answer = stamp
    letter_print(letter_id=letter.pk, at=AT)
    assert len(server.asked) == 2, "and is stamped once the server is well"


def test_the_worker_tries_again_later(letter: Letter, server: OfficeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prints, "_failed", Setbacks(first=MINUTE, longest=MINUTE))
    server.answer = lambda _asked: (503, PDF, b"")
    assert letters_print(at=AT) == 0
    server.answer = stamp
    assert letters_print(at=AT) == 0, "not at once"
    assert letters_print(at=AT + 2 * MINUTE) == 1


def test_letters_for_a_server_that_is_away_keep_no_other_one_waiting(
    office: Unit, letter: Letter, server: OfficeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prints, "_failed", Setbacks(first=MINUTE, longest=MINUTE))
    for _ in range(3):
        issued(office)
    layout_set(unit_id=office.pk, choice=LayoutChoice(), actor=SEED, at=AT)
    by_picture = issued(office)
    server.answer = lambda _asked: (503, PDF, b"")
    assert letters_print(at=AT) == 1
    by_picture.refresh_from_db()
    assert by_picture.file_id and len(server.asked) == 1, "asked once, not for each"
    server.answer = stamp
    assert letters_print(at=AT + 2 * MINUTE) == 4


def test_a_server_that_says_nothing_is_left_in_time(server: OfficeServer) -> None:
    server.answer = lambda _asked: None
    with pytest.raises(StampServerFailed):
        ServerStamper(server.address, "", seconds=0.3).print(STAMPED, CHECK)


def test_no_redirect_is_followed(server: OfficeServer) -> None:
    with office_server(stamp) as elsewhere:
        server.headers["Location"] = elsewhere.address
        server.answer = lambda _asked: (302, PDF, b"")
        with pytest.raises(StampServerFailed):
            ServerStamper(server.address, "token").print(STAMPED, CHECK)
        assert not elsewhere.asked and not elsewhere.visited


def test_a_server_that_is_not_there_is_a_failure_like_any_other(caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/?key=hidden"
    with pytest.raises(RemoteFailed):
        remote_post(address, token="t", order={}, document=b"words", media_type=PDF, seconds=5)
    assert "hidden" not in caplog.text and "words" not in caplog.text


def test_a_letter_to_be_stamped_waits_while_no_server_is_set(letter: Letter, settings: Any) -> None:
    settings.HUIYIN_STAMP_SERVER = ""
    with pytest.raises(StampServerMissing):
        letter_print(letter_id=letter.pk, at=AT)


def test_a_stamp_may_bring_words_but_take_none_away(server: OfficeServer) -> None:
    def worded(asked: Asked) -> Answer:
        with pikepdf.open(BytesIO(asked.document)) as document:
            for page in document.pages:
                page.contents_add(b"BT ET")
            made = BytesIO()
            document.save(made, static_id=True)
        return 200, PDF, made.getvalue()

    server.answer = worded
    stamped = ServerStamper(server.address, "").print(STAMPED, CHECK)
    assert "受理告知书" in PdfReader(BytesIO(stamped)).pages[0].extract_text()


def test_a_converter_makes_an_ofd_of_the_print(settings: Any) -> None:
    with office_server(lambda _asked: (200, OFD, ofd())) as server:
        settings.HUIYIN_OFD_CONVERTER, settings.HUIYIN_OFD_TOKEN = server.address, "t"
        assert letter_ofd(number="x〔2026〕1号", pdf=b"%PDF") == ofd()
        assert server.asked[0].document == b"%PDF" and server.asked[0].order == {"number": "x〔2026〕1号"}
        for answer in ((200, OFD, b"PK no ofd"), (200, OFD, pdf()), (500, OFD, ofd()), (200, PDF, ofd()), None):
            server.answer = lambda _asked, given=answer: given  # type: ignore[misc]
            with pytest.raises(OfdFailed) as refused:
                letter_ofd(number="x", pdf=b"%PDF", seconds=0.3)
            assert "请过一会儿再试" in str(refused.value)
