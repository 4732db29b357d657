"""The desk's letters: fetched through the gate, whole files as PDF and archive, prefixes, seals and templates."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import bagit
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from huiyin.documents.errors import FileMissing
from huiyin.documents.fonts import choose_fonts
from huiyin.documents.letters import default_template
from huiyin.documents.letters.press import the_press
from huiyin.documents.models import CaseArchive, Letter, LetterSeries, LetterTemplate
from huiyin.documents.rules.media_types import OFD
from huiyin.flows.archive_round import archive_round
from huiyin.kernel.refs import Ref
from huiyin.kernel.time import now
from huiyin.ledger.models import Entry
from huiyin.ledger.rules.proof import proof_check
from huiyin.ledger.selectors import proof_at, proofs_of, verifier_key
from huiyin.ledger.services import checkpoint_sign, entries_sequence, ledger_verify
from huiyin.matters.models import Matter
from huiyin.matters.register.services.register import Registered
from huiyin.matters.withdrawal.services import matter_withdraw
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.documents.conftest import picture
from tests.documents.office_server import office_server
from tests.documents.test_file_store import ofd
from tests.documents.test_letter_word import outside_by_single_quotes, with_entities


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.HUIYIN_FILES = tmp_path / "files"
    yield


@pytest.fixture
def answered(cast: Cast) -> Registered:
    """A matter that went the whole road."""
    filed = cast.file(requests=("修好电梯", "公布维修记录"))
    cast.answer(filed)
    return filed


def content_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_every_letter_comes_as_pdf_and_as_word(answered: Registered, desk: Desk) -> None:
    handler = desk("handler")
    page = handler.get(f"/desk/matters/{answered.number}/letters/").text
    assert f"/desk/matters/{answered.number}/letters/" in handler.get(f"/desk/matters/{answered.number}/").text
    for letter in Letter.objects.all():
        assert letter.number in page
        base = f"/desk/matters/{answered.number}/letters/{letter.pk}/"
        printed = handler.get(f"{base}pdf/")
        assert (
            content_of(printed).startswith(b"%PDF") and quote(letter.number) in printed.headers["Content-Disposition"]
        )
        assert content_of(handler.get(f"{base}word/")).startswith(b"PK")
        assert letter.number in text_of(content_of(handler.get(f"{base}receipt/"))).replace(" ", "").replace("\n", "")
    form = text_of(content_of(handler.get(f"/desk/matters/{answered.number}/letters/registration/")))
    assert "信访登记表" in form
    assert "谷小满" not in form
    assert "修好电梯" in form


@pytest.mark.parametrize("what", ["pdf", "word", "receipt"])
def test_a_stranger_and_a_letter_of_another_matter_get_404(
    cast: Cast, answered: Registered, desk: Desk, what: str
) -> None:
    letter, other = Letter.objects.order_by("issued_at", "id")[0], cast.file()
    assert desk("nobody").get(f"/desk/matters/{answered.number}/letters/{letter.pk}/{what}/").status_code in {
        403,
        404,
    }
    assert desk("registrar").get(f"/desk/matters/{other.number}/letters/{letter.pk}/{what}/").status_code == 404


def test_the_whole_file_is_one_pdf_and_the_export_is_recorded(answered: Registered, desk: Desk) -> None:
    content = content_of(desk("handler").post(f"/desk/matters/{answered.number}/letters/whole/"))
    text = text_of(content).replace("\n", "").replace(" ", "")
    assert len(PdfReader(io.BytesIO(content)).pages) >= 1 + Letter.objects.count()
    for words in ("信访事项案卷", "修好电梯", "文书目录", *Letter.objects.values_list("number", flat=True)):
        assert words in text
    assert "谷小满" not in text
    assert CaseArchive.objects.get().subject == f"matter:{answered.matter_id}"
    entries_sequence(at=CaseArchive.objects.get().made_at)
    assert ledger_verify().problems == []


def test_the_archive_is_a_valid_bag(answered: Registered, desk: Desk, tmp_path: Path) -> None:
    answer = desk("handler").post(f"/desk/matters/{answered.number}/letters/archive/")
    with zipfile.ZipFile(io.BytesIO(content_of(answer))) as archive:
        archive.extractall(tmp_path / "bag")
    bag = bagit.Bag(str(tmp_path / "bag" / answered.number))
    assert bag.is_valid()
    names = sorted(path.rsplit("/", 1)[-1] for path in bag.payload_entries())
    assert {"case.pdf", "matter.json", "ledger.json"} < set(names)
    assert len([name for name in names if "〔2026〕" in name]) == Letter.objects.count()


def test_an_archive_that_fails_leaves_no_file_open(
    answered: Registered, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    targets: list[IO[bytes]] = []

    def fail(*, target: IO[bytes], **_: Any) -> None:
        targets.append(target)
        target.write(b"PK")
        raise FileMissing

    monkeypatch.setattr("huiyin.desk.letters.views.case_zip_write", fail)
    answer = desk("handler").post(f"/desk/matters/{answered.number}/letters/archive/")
    assert answer.status_code == 404
    assert [target.closed for target in targets] == [True]


def test_proofs_in_the_archive_verify_with_the_public_key(answered: Registered, desk: Desk, tmp_path: Path) -> None:
    entries_sequence(at=now())
    checkpoint_sign(at=now())
    signed = Entry.objects.filter(subject=Ref("matter", answered.matter_id)).count()
    # What comes after the newest checkpoint has no proof yet, and the list says so.
    desk("handler").post(f"/desk/matters/{answered.number}/letters/whole/")
    answer = desk("handler").post(f"/desk/matters/{answered.number}/letters/archive/")
    with zipfile.ZipFile(io.BytesIO(content_of(answer))) as archive:
        archive.extractall(tmp_path)
    data = tmp_path / answered.number / "data"
    listed = json.loads((data / "ledger.json").read_text(encoding="utf-8"))
    proofs = {line["seq"]: line["proof"] for line in listed if line["proof"]}
    assert len(proofs) == signed < len(listed)
    assert len(list((data / "proofs").iterdir())) == signed > 4
    for seq, name in proofs.items():
        shown, _note = proof_check((data / name).read_text(encoding="utf-8"), verifier_key())
        entry = Entry.objects.get(seq=seq)
        assert (shown.index + 1, shown.opening.kind, shown.opening.subject) == (seq, entry.kind, entry.subject)


def test_proofs_of_many_entries_share_their_statements(answered: Registered) -> None:
    entries_sequence(at=now())
    checkpoint_sign(at=now())
    subject = Ref("matter", answered.matter_id)
    with CaptureQueriesContext(connection) as of_one:
        proof_at(seq=1)
    with CaptureQueriesContext(connection) as of_all:
        found = len(proofs_of(subject=subject))
    assert len(of_all) < found * len(of_one) / 2


@pytest.mark.parametrize("what", ["whole", "archive"])
def test_nothing_is_exported_by_following_a_link(answered: Registered, desk: Desk, what: str) -> None:
    assert desk("handler").get(f"/desk/matters/{answered.number}/letters/{what}/").status_code == 405
    assert desk("nobody").post(f"/desk/matters/{answered.number}/letters/{what}/").status_code in {403, 404}
    assert not CaseArchive.objects.exists()


def test_an_administrator_sets_prefix_and_seal(cast: Cast, desk: Desk) -> None:
    administrator, address = desk("administrator"), f"/desk/organisation/letters/units/{cast.units['office']}/"
    assert "云渡县信访局" in administrator.get("/desk/organisation/letters/").text
    refused = administrator.post(address, {"form": "prefix", "agency_prefix": "云2"})
    beside = re.search(r'id="prefix-agency_prefix_error">(.*?)</div>', refused.text, re.DOTALL)
    assert refused.status_code == 422 and beside and "不含数字" in beside[1]
    assert administrator.post(address, {"form": "prefix", "agency_prefix": "云渡信"}).status_code == 302
    seal = io.BytesIO(picture("PNG", (60, 60)))
    seal.name = "seal.png"
    assert administrator.post(address, {"form": "seal", "picture": seal}).status_code == 302
    series = LetterSeries.objects.get(unit=cast.units["office"])
    assert (series.agency_prefix, series.seal_id is not None) == ("云渡信", True)
    assert desk("registrar").post(address, {"form": "prefix", "agency_prefix": "云"}).status_code == 403


def test_a_template_is_uploaded_checked_and_downloaded(desk: Desk) -> None:
    administrator, address = desk("administrator"), "/desk/organisation/letters/templates/"
    ours = content_of(administrator.get(f"{address}ours/"))
    assert ours.startswith(b"PK")
    assert _upload(administrator, b"no document").status_code == 422
    for bomb in (with_entities(default_template()), outside_by_single_quotes(default_template())):
        refused = _upload(administrator, bomb)
        assert refused.status_code == 422 and "这个模板打不开" in refused.text
    assert _upload(administrator, default_template()).status_code == 302
    assert LetterTemplate.objects.filter(is_used=True).count() == 1
    assert "x.docx" in administrator.get(address).text
    assert administrator.post(f"{address}drop/", {"code": "reply"}).status_code == 302
    assert not LetterTemplate.objects.filter(is_used=True).exists()


def _upload(client: Client, content: bytes) -> Any:
    document = io.BytesIO(content)
    document.name = "x.docx"
    return client.post("/desk/organisation/letters/templates/", {"letter": "reply", "document": document})


def test_administrators_see_which_files_could_not_be_archived(
    cast: Cast, desk: Desk, settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    filed = cast.file()
    matter_withdraw(actor=cast.petitioner(filed), matter_id=filed.matter_id, at=cast.at)
    client = desk("administrator")
    assert "没有归档失败的案卷" in client.get("/desk/organisation/letters/").text
    (tmp_path / "file").touch()
    settings.HUIYIN_ARCHIVE = tmp_path / "file"
    assert archive_round(at=cast.at + timedelta(days=91)).failed
    page = client.get("/desk/organisation/letters/").text
    assert f"{filed.number[:8]}" in page and "写不进归档文件夹" in page


def test_an_administrator_sees_samples_and_chooses_a_layout(cast: Cast, desk: Desk) -> None:
    administrator, unit = desk("administrator"), cast.units["office"]
    address = f"/desk/organisation/letters/units/{unit}/layout/"
    page = administrator.get(address).text
    assert "红头文件" in page and "stamped_by_server" not in page, "no server is set"
    other = administrator.get(f"{address}?kind=supervision").text
    assert f"{address}official/supervision.png" in other and f"{address}letter/reply.png" in page
    for layout in ("plain", "official", "letter"):
        assert content_of(administrator.get(f"{address}{layout}/reply.png")).startswith(b"\x89PNG")
    sample = content_of(administrator.get(f"{address}official/acceptance.pdf"))
    text = text_of(sample).replace("\n", "").replace(" ", "")
    assert "云渡县信访局文件" in text and "样张" in text and "核验码" not in text
    for wrong in ("none/reply.png", "official/registration.pdf", "official/none.pdf"):
        assert administrator.get(f"{address}{wrong}").status_code == 404
    given = {"layout": "official", "stamp_mm": "45", "two_sided": "on", "of-reply": "letter"}
    assert administrator.post(address, given | {"stamp_mm": "4"}).status_code == 422
    assert administrator.post(address, given | {"layout": "none"}).status_code == 422
    assert administrator.post(address, given).status_code == 302
    series = LetterSeries.objects.get(unit=unit)
    assert (series.layout, series.layout_by_code, series.stamp_mm, series.two_sided) == (
        "official", {"reply": "letter"}, 45, True,
    )  # fmt: skip
    assert "红头文件、信函" in administrator.get("/desk/organisation/letters/").text
    assert desk("registrar").post(address, given).status_code == 403


def test_missing_faces_are_named_on_the_page(cast: Cast, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = choose_fonts({"Noto Serif SC", "SimHei", "FangSong", "KaiTi"})
    monkeypatch.setattr(the_press(), "_fonts", chosen)
    administrator = desk("administrator")
    pages = ("/desk/organisation/letters/", f"/desk/organisation/letters/units/{cast.units['office']}/layout/")
    for address in pages:
        page = administrator.get(address).text
        assert "小标宋体（标志、标题）：Noto Serif SC" in page and "仿宋体" not in page
    everything = choose_fonts({"Noto Serif SC", "SimHei", "FangSong", "KaiTi", "FZXiaoBiaoSong-B05S"})
    monkeypatch.setattr(the_press(), "_fonts", everything)
    for address in pages:
        page = administrator.get(address).text
        assert "红头文件和信函要的字体都有" in page and "小标宋体" not in page


def test_the_chosen_layout_is_that_of_the_next_letter_from_a_step(
    cast: Cast, desk: Desk, answered: Registered
) -> None:
    unit = Letter.objects.filter(code="reply").get().unit_id
    address = f"/desk/organisation/letters/units/{unit}/layout/"
    assert desk("administrator").post(address, {"layout": "official", "stamp_mm": "42"}).status_code == 302
    cast.answer(cast.file())
    layouts = [json.loads(text)["layout"] for text in _contents("reply")]
    assert layouts == ["plain", "official"]
    first, second = Letter.objects.filter(code="reply").order_by("issued_at", "id")
    handler = desk("handler")
    for letter, is_official in ((first, False), (second, True)):
        number = Matter.objects.get(pk=letter.subject.partition(":")[2]).number
        printed = handler.get(f"/desk/matters/{number}/letters/{letter.pk}/pdf/")
        assert ("局文件" in text_of(content_of(printed))) is is_official


def _contents(code: str) -> list[str]:
    return list(Letter.objects.filter(code=code).order_by("issued_at", "id").values_list("content", flat=True))


def test_an_ofd_is_offered_where_a_converter_is_set(answered: Registered, desk: Desk, settings: Any) -> None:
    handler, letter = desk("handler"), Letter.objects.filter(code="reply").get()
    listed = f"/desk/matters/{answered.number}/letters/"
    assert "/ofd/" not in handler.get(listed).text
    with office_server(lambda _asked: (200, OFD.name, ofd())) as server:
        settings.HUIYIN_OFD_CONVERTER = server.address
        assert f"{listed}{letter.pk}/ofd/" in handler.get(listed).text
        made = handler.get(f"{listed}{letter.pk}/ofd/")
        assert content_of(made) == ofd() and made.headers["Content-Type"] == OFD.name
        assert server.asked[0].document.startswith(b"%PDF")
        server.answer = lambda _asked: (500, "text/plain", b"")
        refused = handler.get(f"{listed}{letter.pk}/ofd/")
    assert refused.status_code == 503 and "文书没有变化" in refused.text
