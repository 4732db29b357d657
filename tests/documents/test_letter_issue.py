"""Numbers of letters: none twice, none left out, and a letter that is out stays as it is."""

import dataclasses
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from pypdf import PdfReader
from tests.documents.conftest import AT, picture

from huiyin.documents.errors import PrefixConflict, PrefixInvalid, PrintStuck, SealRefused
from huiyin.documents.letters import Item, LetterContent, Line, Section, content_read, content_text
from huiyin.documents.models import Letter, LetterSeries
from huiyin.documents.rules.letters import LetterCode, check_mark, letter_number, number_as_typed
from huiyin.documents.selectors import letter_check, letters_of
from huiyin.documents.services import file_open, file_store
from huiyin.documents.services.letters import (
    LetterOutsideTransaction,
    letter_issue,
    letter_print,
    letters_print,
    prints,
    seal_set,
    series_set,
)
from huiyin.kernel.actor import system
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.keys import create_keys
from huiyin.kernel.refs import Ref
from huiyin.kernel.setbacks import Setbacks
from huiyin.ledger.services import entries_sequence, entry_append, ledger_verify
from huiyin.orgs.models import Unit
from huiyin.orgs.rules import UnitKind
from huiyin.orgs.services import UnitPlan, units_create

pytestmark = pytest.mark.both_databases

MINUTE = timedelta(minutes=1)
WORDS = "我的邻居叫林知夏"

SEED = system("seed")
ROOT = Path(__file__).resolve().parents[2]
PROCESS = (sys.executable, "-m", "tests.documents.letter_process")
EACH = 25
CONTENT = LetterContent(
    code="acceptance",
    title="受理告知书",
    unit="云渡县信访局",
    issued_on=date(2026, 11, 21),
    matter="2026112148310927",
)


@pytest.fixture
def office(db: None) -> Unit:
    return units_create(
        plans=[UnitPlan("云渡县信访局", UnitKind.OFFICE, "云渡信访")], parent_id=None, actor=SEED, at=AT
    )[0]


SUBJECT = Ref("matter", 1)


def issued(unit: Unit, content: LetterContent = CONTENT, subject: Ref = SUBJECT) -> Letter:
    with transaction.atomic():
        letter = letter_issue(content=content, subject=subject, unit_id=unit.pk, actor=SEED.ref, at=AT)
        entry_append(kind="test", subject=subject, at=AT, actor=SEED.ref, rows=[letter])
    return letter


def test_a_number_is_word_series_year_and_serial(office: Unit) -> None:
    assert [issued(office).number for _ in range(2)] == ["云渡信访信告〔2026〕1号", "云渡信访信告〔2026〕2号"]
    assert issued(office, dataclasses.replace(CONTENT, code="reply")).number == "云渡信访信复〔2026〕1号"
    next_year = dataclasses.replace(CONTENT, issued_on=date(2027, 1, 1))
    assert issued(office, next_year).number == "云渡信访信告〔2027〕1号"


def test_what_is_issued_is_in_the_ledger(office: Unit) -> None:
    letter = issued(office)
    letter_print(letter_id=letter.pk, at=AT)
    entries_sequence(at=AT)
    assert ledger_verify().problems == []


def test_a_step_that_fails_gives_its_number_back(office: Unit) -> None:
    issued(office)
    with pytest.raises(RuntimeError), transaction.atomic():
        letter_issue(content=CONTENT, subject=Ref.parse("matter:1"), unit_id=office.pk, actor=SEED.ref, at=AT)
        raise RuntimeError
    assert issued(office).serial == 2


@pytest.mark.django_db(transaction=True)
def test_no_number_without_a_transaction() -> None:
    with pytest.raises(LetterOutsideTransaction):
        letter_issue(content=CONTENT, subject=Ref.parse("matter:1"), unit_id=1, actor=SEED.ref, at=AT)


@pytest.mark.parametrize("code", [LetterCode.REGISTRATION, LetterCode.SERVICE_RECEIPT])
def test_what_decides_nothing_has_no_number(office: Unit, code: LetterCode) -> None:
    with pytest.raises(ValueError, match=code):
        issued(office, dataclasses.replace(CONTENT, code=code.value))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE documents_letter SET title = 'x'",
        "UPDATE documents_letter SET content = '{}'",
        "UPDATE documents_letter SET serial = 9",
        "UPDATE documents_letter SET file_id = NULL",
        "DELETE FROM documents_letter",
        "UPDATE documents_lettercounter SET last = 0",
        "UPDATE documents_lettercounter SET last = last + 2",
        "UPDATE documents_lettercounter SET year = 2025",
        "DELETE FROM documents_lettercounter",
    ],
)
def test_the_database_refuses_to_touch_it(office: Unit, folder: Path, change: str) -> None:
    letter_print(letter_id=issued(office).pk, at=AT)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert Letter.objects.count() == 1


def test_a_serial_can_not_be_used_again(office: Unit) -> None:
    letter = issued(office)
    letter.pk, letter.number, letter._state.adding = Letter().pk, "x", True
    with pytest.raises(DatabaseError), transaction.atomic():
        letter.save(force_insert=True)


def test_two_units_never_share_a_word(office: Unit) -> None:
    (other,) = units_create(
        plans=[UnitPlan("云渡镇信访办", UnitKind.TOWN, "云渡信访")], parent_id=None, actor=SEED, at=AT
    )
    assert issued(office).number != issued(other).number
    assert LetterSeries.objects.get(unit=other).agency_prefix == "云渡镇信访办"
    with pytest.raises(PrefixConflict):
        series_set(unit_id=other.pk, agency_prefix="云渡信访", actor=SEED, at=AT)


def test_a_word_that_another_unit_takes_over_goes_on_where_it_was(office: Unit) -> None:
    (other,) = units_create(plans=[UnitPlan("云渡镇", UnitKind.TOWN)], parent_id=None, actor=SEED, at=AT)
    issued(office)
    series_set(unit_id=office.pk, agency_prefix="渡信", actor=SEED, at=AT)
    series_set(unit_id=other.pk, agency_prefix="云渡信访", actor=SEED, at=AT)
    assert issued(other).number == "云渡信访信告〔2026〕2号"
    assert issued(office).number == "渡信信告〔2026〕1号"
    entries_sequence(at=AT)
    assert ledger_verify().problems == []


@pytest.mark.parametrize("word", ["", "云渡2", "云〔渡", "一号", "字" * 21])
def test_a_word_that_blurs_the_number_is_refused(office: Unit, word: str) -> None:
    with pytest.raises(PrefixInvalid):
        series_set(unit_id=office.pk, agency_prefix=word, actor=SEED, at=AT)


def test_only_administrators_set_words_and_seals(office: Unit) -> None:
    stranger = dataclasses.replace(SEED, kind=type(SEED.kind).PETITIONER)
    with pytest.raises(NotAllowed):
        series_set(unit_id=office.pk, agency_prefix="渡信", actor=stranger, at=AT)
    with pytest.raises(NotAllowed):
        seal_set(unit_id=office.pk, file_id=None, actor=stranger, at=AT)


def test_a_letter_is_printed_once_and_the_print_is_what_everybody_gets(office: Unit, folder: Path) -> None:
    letter = issued(office)
    assert letters_print(at=AT) == 1
    assert letters_print(at=AT) == 0
    file_id = letter_print(letter_id=letter.pk, at=AT)
    assert file_id == letter_print(letter_id=letter.pk, at=AT)
    with file_open(file_id=file_id) as file:
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(file.read())).pages)
    assert letter.number in text.replace(" ", "").replace("\n", "")
    assert check_mark(letter.sha256).replace(" ", "") in text.replace(" ", "")


@pytest.fixture
def setbacks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing has failed in this process yet."""
    monkeypatch.setattr(prints, "_failed", Setbacks(first=MINUTE, longest=timedelta(hours=1)))
    monkeypatch.setattr(prints, "_rounds", Setbacks(first=timedelta(seconds=5), longest=timedelta(minutes=5)))


@pytest.mark.usefixtures("setbacks")
def test_letters_that_hang_hold_up_no_other_one_for_long(
    office: Unit, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of them takes its whole time limit: two end a round, and the next round begins with the others."""
    letters = sorted((issued(office) for _ in range(4)), key=lambda letter: letter.pk)
    hanging = {letter.pk for letter in letters[:3]}
    tried: list[UUID] = []

    def pdf(letter: Letter) -> bytes:
        tried.append(letter.pk)
        if letter.pk in hanging:
            raise PrintStuck
        return b"%PDF-1.7\n%%EOF"

    monkeypatch.setattr(prints, "_pdf", pdf)
    assert letters_print(at=AT) == 0
    assert letters_print(at=AT) == 0, "a round in which none was printed is followed by a rest"
    assert letters_print(at=AT + timedelta(seconds=5)) == 1
    assert tried == [letters[0].pk, letters[1].pk, letters[2].pk, letters[3].pk]
    hanging.clear()
    assert letters_print(at=AT + timedelta(seconds=50)) == 0
    assert letters_print(at=AT + MINUTE + timedelta(seconds=5)) == 3


@pytest.mark.usefixtures("setbacks")
def test_a_letter_that_cannot_be_printed_is_a_line_now_and_then_and_no_traceback(
    office: Unit, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    letter = issued(office)

    def pdf(_letter: Letter) -> bytes:
        raise ValueError(f"can't set {WORDS}")

    monkeypatch.setattr(prints, "_pdf", pdf)
    for second in range(0, 7200, 10):
        letters_print(at=AT + timedelta(seconds=second))
    lines = [record.getMessage() for record in caplog.records]
    assert len(lines) == 7  # after 0, 1, 3, 7, 15, 31 and 63 minutes
    assert set(lines) == {f"letter {letter.pk}: ValueError, documents/services/letters/prints.py:{_line(lines[0])}"}
    assert not any(record.exc_info for record in caplog.records)
    assert WORDS not in caplog.text


def _line(message: str) -> str:
    return message.rpartition(":")[2]


def test_the_seal_of_the_day_stays_on_the_letter(office: Unit, folder: Path) -> None:
    from_file = file_store(content=BytesIO(picture("PNG", (60, 60))), name="seal.png", at=AT).pk
    seal_set(unit_id=office.pk, file_id=from_file, actor=SEED, at=AT)
    sealed = issued(office)
    seal_set(unit_id=office.pk, file_id=None, actor=SEED, at=AT)
    bare = issued(office)
    assert content_read(sealed.content).seal == str(from_file)
    assert content_read(bare.content).seal == ""
    with file_open(file_id=letter_print(letter_id=sealed.pk, at=AT)) as file:
        assert PdfReader(BytesIO(file.read())).pages[0].images


def test_a_seal_is_a_picture(office: Unit, folder: Path) -> None:
    letter = issued(office)
    with pytest.raises(SealRefused):
        seal_set(unit_id=office.pk, file_id=letter_print(letter_id=letter.pk, at=AT), actor=SEED, at=AT)


@pytest.mark.parametrize("number", ["云渡信访信告〔2026〕1号", " 云渡信访信告[2026]1 号", "云渡信访信告（2026）1号"])
def test_a_genuine_letter_is_distinguished_from_a_false_one(office: Unit, number: str) -> None:
    letter = issued(office)
    genuine = letter_check(number=number, mark=check_mark(letter.sha256).lower())
    assert genuine is not None
    assert (genuine.number, genuine.unit) == (letter.number, "云渡县信访局")
    assert letter_check(number=number, mark="0" * 16) is None
    assert letter_check(number=number, mark=letter.sha256[:15]) is None
    slip = letter_check(number="云渡信访信告〔2026〕2号", mark=letter.sha256[:16])
    assert slip is not None and slip.is_nearly and not genuine.is_nearly
    issued(office, dataclasses.replace(CONTENT, opening="第二份"))
    assert letter_check(number="云渡信访信告〔2026〕2号", mark=letter.sha256[:16]) is None, "that is another letter"


def test_letters_of_a_subject_come_in_order(office: Unit) -> None:
    first, _other, last = (issued(office, subject=Ref("matter", which)) for which in (1, 2, 1))
    assert [view.id for view in letters_of(subject="matter:1")] == [first.pk, last.pk]


def test_content_is_the_same_after_it_was_kept() -> None:
    full = dataclasses.replace(
        CONTENT,
        fields=(Line("空", ""), Line("事项", "化粪池")),
        sections=(
            Section("一", "文字", (Item("诉求", "支持", "理由"), Item("另一条")), (("时间", "步骤"), ("1", "2"))),
        ),
        signatures=("主持人",),
        remedy="可以申请复查。",
    )
    assert content_read(content_text(full)) == full
    assert "seal" not in content_text(full)


def test_numbers_are_written_as_the_standard_says() -> None:
    assert letter_number(word="云渡信告", year=2026, serial=7) == "云渡信告〔2026〕7号"
    for typed in (
        "云渡信告<2026>\uff17",
        "云渡信告\uff3b\uff12\uff10\uff12\uff16年\uff3d第007號",
        "雲渡信告(2O26)7号",
    ):
        assert number_as_typed(typed) == "云渡信告〔2026〕7号"
    assert number_as_typed("没有年份") == "没有年份"
    assert number_as_typed("云渡信告【2026】7号") == "云渡信告〔2026〕7号"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("processes", [3, pytest.param(8, marks=pytest.mark.long)])
def test_processes_at_once_leave_no_gap_and_no_double(tmp_path: Path, processes: int) -> None:
    create_keys(tmp_path / "keys")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
        "HUIYIN_VAR": str(tmp_path),
        "HUIYIN_KEYS": str(tmp_path / "keys"),
        "HUIYIN_DATABASE_URL": _database(tmp_path),
    }
    subprocess.run([*PROCESS, "prepare"], env=environment, cwd=ROOT, check=True, timeout=120)
    started = [subprocess.Popen([*PROCESS, "issue", str(EACH)], env=environment, cwd=ROOT) for _ in range(processes)]
    assert [process.wait(timeout=240) for process in started] == [0] * processes
    assert _serials(tmp_path) == list(range(1, processes * EACH + 1))


def _database(folder: Path) -> str:
    if connection.vendor == "sqlite":
        return f"sqlite:///{folder / 'letters.sqlite3'}"
    parts = urlsplit(os.environ["HUIYIN_DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))


def _serials(folder: Path) -> list[int]:
    if connection.vendor == "postgresql":
        return list(Letter.objects.order_by("serial").values_list("serial", flat=True))
    with closing(sqlite3.connect(folder / "letters.sqlite3")) as database:
        return [serial for (serial,) in database.execute("SELECT serial FROM documents_letter ORDER BY serial")]
