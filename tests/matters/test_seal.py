"""A sealed matter: who reads it, who doesn't, and what its petitioner is told."""

import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.serializers import serialize
from tests.cast import PASSPHRASE, WHO, Cast
from tests.documents.conftest import heic_photo

from huiyin.documents.models import StoredFile
from huiyin.documents.services import file_store
from huiyin.documents.storage import path_of
from huiyin.flows.sealing import matter_file_store
from huiyin.flows.web_filing import Secrecy, readers_for, web_filing_register
from huiyin.kernel.actor import petitioner
from huiyin.kernel.ids import new_token
from huiyin.kernel.refs import Ref
from huiyin.ledger.services import checkpoint_sign, entries_sequence, ledger_verify
from huiyin.matters.acceptance.services import matter_accept
from huiyin.matters.assignment.services import matter_assign_unit
from huiyin.matters.core.errors import MatterNotFound, MoveNotAllowed
from huiyin.matters.core.rules.states import Kind
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.identity.services import matter_open_identity
from huiyin.matters.messages.services.petitioner import petitioner_question, petitioner_write
from huiyin.matters.messages.services.read import matter_mark_read
from huiyin.matters.messages.services.work import attachment_add, matter_answer, matter_note
from huiyin.matters.models import Attachment, Matter
from huiyin.matters.register.services.register import Registered
from huiyin.matters.respondents.services.naming import matter_name_respondent
from huiyin.matters.seal.errors import FileNotSealed, SealNotReadThere
from huiyin.matters.seal.services import (
    matter_add_reader,
    matter_agree_unsealing,
    matter_ask_unsealing,
    matter_open_seal,
    matter_open_sealed_file,
    matter_unseal,
)
from huiyin.matters.search.selectors.search import matter_search_for
from huiyin.orgs.rules import NO_RESPONDENTS
from huiyin.vault.errors import (
    PassphraseWrong,
    PurposeMissing,
    ReaderUnknown,
    SealNotPossible,
    SealNotYours,
    UnsealingNotAgreed,
    UnsealingOpen,
    UnsealingTakesTwo,
)
from huiyin.vault.selectors import unsealing_open
from huiyin.vault.services import openings_of

pytestmark = pytest.mark.django_db

TEXT = "镇里发放补助时，经办人向每户收取了好处费。"
REQUEST = "查清收了多少，退给各户"
PLACE = "柳荫镇便民大厅三号窗口"
NOTE = "已向五户核实，口径一致。"
FILE = "收据影印：每户二百元".encode()
SECRETS = (TEXT, REQUEST, PLACE, NOTE, "收据影印", "好处费.txt", WHO.name, WHO.phone, WHO.email, WHO.address)
READERS = ("registrar", "office_approver")


def _file(cast: Cast, **given: Any) -> Registered:
    kept = file_store(content=io.BytesIO(FILE), name="好处费.txt", at=cast.at)
    return web_filing_register(
        **{
            "kind": Kind.ACCUSATION,
            "text": TEXT,
            "requests": [REQUEST],
            "identity": WHO,
            "token": new_token(),
            "at": cast.at,
            "place": PLACE,
            "category_id": cast.categories["T111"],
            "file_ids": [kept.pk],
            "secrecy": Secrecy.SEALED,
            **given,
        }
    )


@pytest.fixture
def sealed(cast: Cast) -> Registered:
    """A sealed accusation at the petition office, which its registrar and its approver can read."""
    cast.seal_keys(*READERS)
    filed = _file(cast)
    matter_name_respondent(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, unit_id=None, officer_id=None, text="窗口经办人",
        at=cast.at,
    )  # fmt: skip
    return filed


def _read(cast: Cast, filed: Registered, username: str, **given: Any) -> Any:
    asked = {"passphrase": PASSPHRASE, "purpose": "判断由谁来办", **given}
    return matter_open_seal(actor=cast.actor(username), matter_id=filed.matter_id, at=cast.at, **asked)


def _everything_stored() -> str:
    """All rows of all tables, and every file below the installation's folder, keys included."""
    rows = "\n".join(
        serialize("json", model._default_manager.all(), ensure_ascii=False) for model in apps.get_models()
    )
    files = [path.read_bytes() for path in Path(settings.HUIYIN_VAR).rglob("*") if path.is_file()]
    return rows + "\n".join(content.decode("utf-8", "replace") for content in files)


def test_database_disk_and_key_folder_tell_nothing_of_it(cast: Cast, sealed: Registered) -> None:
    """What an administrator has in hand; written later on, too."""
    shutil.rmtree(settings.HUIYIN_OUTBOX, ignore_errors=True)  # where other tests' mail may lie
    matter_note(actor=cast.actor("registrar"), matter_id=sealed.matter_id, body=NOTE, at=cast.at)
    petitioner_write(actor=cast.petitioner(sealed), matter_id=sealed.matter_id, body="还有第六户", at=cast.at)
    matter_name_respondent(
        actor=cast.actor("registrar"), matter_id=sealed.matter_id, unit_id=None, officer_id=None,
        text="窗口经办人老季", at=cast.at,
    )  # fmt: skip
    stored = _everything_stored()
    for secret in (*SECRETS, "还有第六户", "老季"):
        assert secret not in stored, secret
        assert secret.encode("unicode_escape").decode() not in stored, secret


def test_its_readers_read_all_of_it(cast: Cast, sealed: Registered) -> None:
    matter_note(actor=cast.actor("registrar"), matter_id=sealed.matter_id, body=NOTE, at=cast.at)
    matter_name_respondent(
        actor=cast.actor("registrar"), matter_id=sealed.matter_id, unit_id=None, officer_id=None,
        text="窗口经办人老季", at=cast.at,
    )  # fmt: skip
    for username in READERS:
        found = _read(cast, sealed, username)
        content = found.content
        assert (content.text, content.requests, content.place) == (TEXT, (REQUEST,), PLACE)
        assert content.respondent == "窗口经办人老季"
        assert list(found.messages.values()) == [NOTE]
        (attachment,) = Attachment.objects.filter(matter_id=sealed.matter_id)
        file = matter_open_sealed_file(
            actor=cast.actor(username), matter_id=sealed.matter_id, attachment_id=attachment.pk,
            passphrase=PASSPHRASE, purpose="核对收据", at=cast.at,
        )  # fmt: skip
        assert (file.name, file.media_type, file.content) == ("好处费.txt", "text/plain", FILE)


def test_no_one_else_reads_it(cast: Cast, sealed: Registered) -> None:
    """A colleague who sees that there is a matter, the administrator, a stranger, the petitioner's own page."""
    cast.seal_keys("office_leader", "mayor")
    for username, refusal in (
        ("office_leader", SealNotYours),
        ("mayor", SealNotYours),
        ("administrator", MatterNotFound),
        ("housing_registrar", MatterNotFound),
    ):
        with pytest.raises(refusal):
            _read(cast, sealed, username)
    with pytest.raises(PassphraseWrong):
        _read(cast, sealed, "registrar", passphrase=PASSPHRASE + " ")
    with pytest.raises(PurposeMissing):
        _read(cast, sealed, "registrar", purpose="看")
    assert openings_of(subject=f"matter:{sealed.matter_id}") == []
    page = repr(matter_page_for(actor=cast.actor("office_leader"), number=sealed.number, at=cast.at))
    page += repr(matter_page_of_petitioner(matter_id=sealed.matter_id, at=cast.at))
    assert not [secret for secret in SECRETS if secret in page]
    assert matter_search_for(actor=cast.actor("registrar"), text="好处费") == []
    assert len(matter_search_for(actor=cast.actor("registrar"), text=sealed.number)) == 1


def test_every_opening_is_notified_to_the_petitioner(cast: Cast, sealed: Registered) -> None:
    _read(cast, sealed, "registrar")
    page = matter_page_of_petitioner(matter_id=sealed.matter_id, at=cast.at)
    assert [(opening.office, opening.purpose, opening.what) for opening in page.openings] == [
        ("云渡县信访局", "判断由谁来办", "content")
    ]
    assert page.seal
    assert [reader.office for reader in page.seal.readers] == ["云渡县信访局 · registrar", "云渡县信访局 · approver"]


def test_seeing_who_filed_takes_two(cast: Cast, sealed: Registered) -> None:
    first, second = (cast.actor(username) for username in READERS)
    matter_id, at = sealed.matter_id, cast.at
    with pytest.raises(MoveNotAllowed):
        matter_open_identity(actor=first, matter_id=matter_id, purpose="电话核实", at=at)
    with pytest.raises(UnsealingNotAgreed):
        matter_unseal(actor=first, matter_id=matter_id, passphrase=PASSPHRASE, at=at)
    with pytest.raises(UnsealingNotAgreed):
        matter_agree_unsealing(actor=second, matter_id=matter_id, at=at)
    matter_ask_unsealing(actor=first, matter_id=matter_id, purpose="当面核实材料", at=at)
    with pytest.raises(UnsealingOpen):
        matter_ask_unsealing(actor=second, matter_id=matter_id, purpose="当面核实材料", at=at)
    with pytest.raises(UnsealingTakesTwo):
        matter_agree_unsealing(actor=first, matter_id=matter_id, at=at)
    with pytest.raises(SealNotYours):
        matter_agree_unsealing(actor=cast.actor("office_leader"), matter_id=matter_id, at=at)
    matter_agree_unsealing(actor=second, matter_id=matter_id, at=at)
    with pytest.raises(UnsealingNotAgreed):
        matter_unseal(actor=second, matter_id=matter_id, passphrase=PASSPHRASE, at=at)
    assert matter_unseal(actor=first, matter_id=matter_id, passphrase=PASSPHRASE, at=at) == WHO
    with pytest.raises(UnsealingNotAgreed):
        matter_unseal(actor=first, matter_id=matter_id, passphrase=PASSPHRASE, at=at)
    page = matter_page_of_petitioner(matter_id=matter_id, at=at)
    assert [(opening.what, opening.purpose) for opening in page.openings] == [("identity", "当面核实材料")]
    sentences = " ".join(event.sentence for event in page.events)
    assert "当面核实材料" in sentences
    assert "另一位能看的人同意了" in sentences


def test_an_agreement_is_used_by_one_of_two_concurrent_requests(
    cast: Cast, sealed: Registered, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (cast.actor(username) for username in READERS)
    matter_id, at = sealed.matter_id, cast.at
    matter_ask_unsealing(actor=first, matter_id=matter_id, purpose="当面核实材料", at=at)
    matter_agree_unsealing(actor=second, matter_id=matter_id, at=at)
    as_read_by_both = unsealing_open(subject=Ref("matter", matter_id))
    monkeypatch.setattr("huiyin.vault.services.unsealing.unsealing_open", lambda **_of: as_read_by_both)
    assert matter_unseal(actor=first, matter_id=matter_id, passphrase=PASSPHRASE, at=at) == WHO
    with pytest.raises(UnsealingNotAgreed):
        matter_unseal(actor=first, matter_id=matter_id, passphrase=PASSPHRASE, at=at)
    assert len(matter_page_of_petitioner(matter_id=matter_id, at=at).openings) == 1


def test_what_was_agreed_lapses_after_a_week(cast: Cast, sealed: Registered) -> None:
    first, second = (cast.actor(username) for username in READERS)
    matter_ask_unsealing(actor=first, matter_id=sealed.matter_id, purpose="当面核实材料", at=cast.at)
    matter_agree_unsealing(actor=second, matter_id=sealed.matter_id, at=cast.at)
    with pytest.raises(UnsealingNotAgreed):
        matter_unseal(actor=first, matter_id=sealed.matter_id, passphrase=PASSPHRASE, at=cast.later(days=7))
    matter_ask_unsealing(actor=second, matter_id=sealed.matter_id, purpose="寄送书面答复", at=cast.at)


def test_a_reader_lets_another_unit_read_before_it_gets_the_matter(cast: Cast, sealed: Registered) -> None:
    cast.seal_keys("housing_registrar")
    registrar, matter_id = cast.actor("registrar"), sealed.matter_id
    matter_accept(actor=registrar, matter_id=matter_id, at=cast.at)
    with pytest.raises(SealNotReadThere):
        matter_assign_unit(actor=registrar, matter_id=matter_id, unit_id=cast.units["housing"], at=cast.at)

    def add(officer: str) -> None:
        matter_add_reader(
            actor=registrar, matter_id=matter_id, officer_id=cast.officers[officer], passphrase=PASSPHRASE, at=cast.at
        )

    with pytest.raises(ReaderUnknown):
        add("housing_leader")  # has no key
    add("housing_registrar")
    with pytest.raises(ReaderUnknown):
        add("housing_registrar")  # reads it already
    with pytest.raises(MatterNotFound):
        _read(cast, sealed, "housing_registrar")  # the gate comes first
    matter_assign_unit(actor=registrar, matter_id=matter_id, unit_id=cast.units["housing"], at=cast.at)
    assert _read(cast, sealed, "housing_registrar").content.text == TEXT
    events = matter_page_of_petitioner(matter_id=matter_id, at=cast.at).events
    assert any("云渡县住房和城乡建设局的一位工作人员" in event.sentence for event in events)


def test_whom_it_is_about_is_no_reader(cast: Cast) -> None:
    cast.seal_keys("registrar", "office_approver", "office_leader")
    # By the name alone: a unit beside it would be barred too.
    filed = _file(cast, respondent_text="穆清和")
    assert cast.matter(filed).respondent_officer_id == cast.officers["registrar"]
    with pytest.raises(MatterNotFound):
        _read(cast, filed, "registrar")
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert page.seal
    readers = {reader.officer_id for reader in page.seal.readers}
    assert readers == {cast.officers["office_approver"], cast.officers["office_leader"]}


def test_one_reader_is_too_few(cast: Cast) -> None:
    cast.seal_keys("registrar")
    readers = readers_for(respondents=NO_RESPONDENTS)
    assert readers
    assert not readers.suffice
    with pytest.raises(SealNotPossible):
        _file(cast)
    assert not Matter.objects.exists()


def test_sent_twice_it_is_one_matter(cast: Cast) -> None:
    cast.seal_keys(*READERS)
    token = new_token()
    kept = file_store(content=io.BytesIO(FILE), name="好处费.txt", at=cast.at)
    first = _file(cast, token=token, file_ids=[kept.pk])
    again = _file(cast, token=token, file_ids=[kept.pk])
    assert (first.is_new, again.is_new) == (True, False)
    assert (again.number, again.code) == (first.number, first.code)
    assert set(StoredFile.objects.values_list("media_type", flat=True)) >= {"application/age"}
    assert not StoredFile.objects.filter(pk=kept.pk).exists()


def test_no_picture_of_a_photo_stays_outside_the_seal(cast: Cast) -> None:
    cast.seal_keys(*READERS)
    photo = file_store(content=io.BytesIO(heic_photo()), name="IMG_0001.HEIC", at=cast.at)
    assert photo.picture_id and path_of(photo.picture_id).exists()
    filed = _file(cast, file_ids=[photo.pk])
    assert not path_of(photo.picture_id).exists() and not path_of(photo.pk).exists()
    matter_file_store(
        actor=cast.petitioner(filed), matter_id=filed.matter_id, content=io.BytesIO(heic_photo()), name="2.heic",
        at=cast.at,
    )  # fmt: skip
    assert not StoredFile.objects.filter(media_type__in=["image/heic", "image/jpeg"]).exists()


def test_files_added_later_go_under_the_seal(cast: Cast, sealed: Registered) -> None:
    actor = cast.petitioner(sealed)
    plain = file_store(content=io.BytesIO(FILE), name="第二张.txt", at=cast.at)
    with pytest.raises(FileNotSealed):
        attachment_add(actor=actor, matter_id=sealed.matter_id, file_id=plain.pk, at=cast.at)
    kept = matter_file_store(
        actor=actor, matter_id=sealed.matter_id, content=io.BytesIO(FILE), name="第二张.txt", at=cast.at
    )
    attachment_add(actor=actor, matter_id=sealed.matter_id, file_id=kept, at=cast.at)
    (attachment,) = Attachment.objects.filter(matter_id=sealed.matter_id, file_id=kept)
    found = matter_open_sealed_file(
        actor=cast.actor("registrar"), matter_id=sealed.matter_id, attachment_id=attachment.pk,
        passphrase=PASSPHRASE, purpose="核对收据", at=cast.at,
    )  # fmt: skip
    assert found.name == "第二张.txt"


def test_the_ledger_vouches_for_what_is_sealed(cast: Cast, sealed: Registered) -> None:
    _read(cast, sealed, "registrar")
    entries_sequence(at=cast.at)
    checkpoint_sign(at=cast.at)
    assert ledger_verify().problems == []


def test_a_stranger_with_a_receipt_of_another_matter_adds_nothing(cast: Cast, sealed: Registered) -> None:
    other = cast.file()
    with pytest.raises(MatterNotFound):
        petitioner_write(actor=petitioner(other.matter_id), matter_id=sealed.matter_id, body="别人的", at=cast.at)


def test_what_is_new_under_the_seal_is_read_when_it_is_opened(cast: Cast, sealed: Registered) -> None:
    petitioner_question(actor=cast.petitioner(sealed), matter_id=sealed.matter_id, body="还有第六户", at=cast.at)
    actor = cast.actor("registrar")
    assert not matter_mark_read(actor=actor, matter_id=sealed.matter_id, unread_at=cast.at, at=cast.at)
    assert list(_read(cast, sealed, "registrar").messages.values()) == ["还有第六户"]
    assert cast.matter(sealed).unread_at is None
    # The answer isn't under the seal: whoever asked has no key.
    matter_answer(actor=actor, matter_id=sealed.matter_id, body="会一并核实。", at=cast.at)
    page = matter_page_of_petitioner(matter_id=sealed.matter_id, at=cast.at)
    assert (page.messages[-1].body, page.questions_open) == ("会一并核实。", ())
