"""Lists of names as they are printed: people side by side, a title above, names with dots."""

import hmac
import io
import json
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from openpyxl import Workbook

from huiyin.flows.cosigner_list import ListReport, cosigner_file_add, cosigner_list_add
from huiyin.flows.list_file import ListColumnMissing
from huiyin.intake.importing.errors import ColumnTwice, SourceUnreadable
from huiyin.kernel.keys import load_key
from huiyin.matters.joint.errors import RepresentativeThere
from huiyin.matters.joint.services import joint
from huiyin.matters.joint.services import people as on_list
from huiyin.matters.joint.services.joint import representative_name
from huiyin.matters.models import CoSigner
from huiyin.vault.rules.identity import person_mark, person_marks_before
from huiyin.vault.selectors import identities_plain
from huiyin.vault.services import IdentityDraft
from tests.cast import Cast

DOTS = "\u00b7\u2022\u2027\u30fb\uff0e\uff65"
KEY = b"k" * 32


def _add(cast: Cast, path: Path, text: str) -> ListReport:
    filed = cast.file()
    path.write_text(text, encoding="utf-8")
    return cosigner_list_add(actor=cast.actor("registrar"), matter_id=filed.matter_id, path=path, at=cast.at)


def _workbook(**changed: bytes) -> bytes:
    """A list of one person as XLSX; `changed` are parts with other content, by the end of their name."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["姓名", "电话"])
    sheet.append(["甲一", "19900000001"])
    whole = io.BytesIO()
    book.save(whole)
    other = io.BytesIO()
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = next((changed[end] for end in changed if name.endswith(f"{end}.xml")), source.read(name))
            target.writestr(name, content)
    return other.getvalue()


def _send(cast: Cast, content: bytes, name: str = "名单.xlsx") -> ListReport:
    filed = cast.file()
    sent = io.BytesIO(content)
    return cosigner_file_add(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, content=sent, name=name, at=cast.at
    )


@pytest.mark.parametrize("name", ["名单.xlsx", "名单", "../../..", "", "名" * 300 + ".xlsx"])
def test_a_workbook_that_was_sent_is_read_whatever_its_name(cast: Cast, name: str) -> None:
    assert _send(cast, _workbook(), name).added == 1


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 and no more",
        _workbook(workbook=b"<workbook/>"),
        _workbook(workbook=b"no markup"),
        _workbook(
            sheet1=b"<worksheet><sheetData><row r='x'><c r='?' t='s'><v>9</v></c></row></sheetData></worksheet>"
        ),
        _workbook(sheet1=_workbook()[:300]),
        _workbook(styles=b"<styleSheet><cellXfs><xf numFmtId='x'/></cellXfs></styleSheet>"),
        _workbook(theme1=bytes(49 << 20)),
    ],
    ids=[
        "cut off",
        "no sheets",
        "no markup",
        "no such text",
        "rows that are none",
        "styles that are none",
        "too large",
    ],
)
def test_a_workbook_that_is_broken_or_too_large_is_refused_by_its_name(cast: Cast, content: bytes) -> None:
    with pytest.raises(SourceUnreadable) as refused:
        _send(cast, content)
    assert "名单.xlsx" in str(refused.value)


def test_people_side_by_side_are_all_accepted(cast: Cast, tmp_path: Path) -> None:
    report = _add(
        cast, tmp_path / "a.csv",
        "序号,姓名,电话,序号,姓名,电话\n1,甲一,19900000001,2,甲二,19900000002\n3,甲三,19900000003,4,,\n5,甲五,,6,甲六,19900000006\n",
    )  # fmt: skip
    assert (report.added, report.twice, [row.number for row in report.refused]) == (4, 0, [4])
    signed = list(CoSigner.objects.order_by("position").values_list("identity_id", flat=True))
    plain = identities_plain(identity_ids=signed)
    people = [plain[identity_id] for identity_id in signed]
    assert [(person.name, person.phone) for person in people] == [
        ("甲一", "19900000001"), ("甲二", "19900000002"), ("甲三", "19900000003"), ("甲六", "19900000006")
    ]  # fmt: skip


@pytest.mark.parametrize(
    "header",
    ["姓名,电话,姓名", "姓名,电话,住址,姓名,电话", "姓名,电话,电话,姓名", "姓名,电话,电话", "电话,姓名,姓名,电话"],
)
def test_where_no_one_can_say_whose_number_it_is_the_list_is_refused(cast: Cast, tmp_path: Path, header: str) -> None:
    with pytest.raises(ColumnTwice):
        _add(cast, tmp_path / "a.csv", f"{header}\n甲,1,2,3,4\n")
    assert not CoSigner.objects.exists()


def test_of_two_numbers_under_different_names_the_first_counts(cast: Cast, tmp_path: Path) -> None:
    report = _add(cast, tmp_path / "a.csv", "姓名,手机,联系电话\n甲,,0000-1000001\n乙,19900000001,0000-1000001\n")
    assert report.added == 2


@pytest.mark.parametrize("title", ["柳溪村联名名单,\n", "柳溪村联名名单\n\n填表日期：三月二日,,\n"])
def test_a_title_may_stand_above_the_header(cast: Cast, tmp_path: Path, title: str) -> None:
    assert _add(cast, tmp_path / "a.csv", f"{title}姓名,电话\n甲,19900000001\n").added == 1


def test_a_header_far_below_is_none(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(ListColumnMissing):
        _add(cast, tmp_path / "a.csv", "说明,\n" * 10 + "姓名,电话\n甲,19900000001\n")


def test_a_number_that_a_spreadsheet_shortened_is_refused(cast: Cast, tmp_path: Path) -> None:
    report = _add(cast, tmp_path / "a.csv", "姓名,电话\n甲,1.99E+10\n")
    assert (report.added, len(report.refused)) == (0, 1)


def test_each_dot_within_a_name_is_as_good_as_another(cast: Cast, tmp_path: Path) -> None:
    names = [f"买买提{dot}艾力" for dot in (*DOTS, " ", "", " · ")]
    report = _add(cast, tmp_path / "a.csv", "姓名,电话\n" + "".join(f"{name},19900000011\n" for name in names))
    assert (report.added, report.twice) == (1, len(names) - 1)


@pytest.mark.parametrize("stored", ["\u00b7", "\u2022", "\uff0e", " "])
@pytest.mark.parametrize("given", ["\u30fb", " "])
def test_who_was_listed_by_an_earlier_version_is_not_listed_again(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stored: str, given: str
) -> None:
    filed = cast.file()
    who: dict[str, Any] = {"actor": cast.actor("registrar"), "matter_id": filed.matter_id, "at": cast.at}
    draft = IdentityDraft(name=f"买买提{given}艾力", phone="19900000011")
    earlier = IdentityDraft(name=f"买买提{stored}艾力", phone="19900000011")
    with monkeypatch.context() as patch:
        patch.setattr(on_list, "identity_marks", _marks_of_then)
        patch.setattr(on_list, "identity_marks_before", lambda drafts, **_: [frozenset()] * len(drafts))
        joint.cosigners_add(people=[earlier], **who)
        representative_name(person=earlier, **who)
    assert joint.cosigners_add(people=[draft], **who).added == 0
    with pytest.raises(RepresentativeThere):
        representative_name(person=draft, **who)


def _marks_of_then(drafts: list[IdentityDraft], *, subject: str) -> list[bytes]:
    """As an earlier version made them: blanks taken out of a name, dots left in."""
    key = load_key(settings.HUIYIN_KEYS, "index")
    names = ["".join(unicodedata.normalize("NFKC", draft.name).split()).casefold() for draft in drafts]
    parts = [
        json.dumps((subject, name, draft.phone), ensure_ascii=False, separators=(",", ":"))
        for name, draft in zip(names, drafts, strict=True)
    ]
    return [hmac.digest(key, b"person:" + part.encode(), "sha256") for part in parts]


def test_the_same_name_elsewhere_is_another_mark() -> None:
    person = IdentityDraft(name="买买提·艾力", phone="19900000011")
    assert person_mark(person, key=KEY, subject="matter:1") != person_mark(person, key=KEY, subject="matter:2")
    assert not person_marks_before(IdentityDraft(name="谷小满", phone="1"), key=KEY, subject="matter:1")
