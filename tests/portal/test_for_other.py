"""Somebody files for somebody else: both are in the vault alone, and one of them is answered."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.documents.models import StoredFile
from huiyin.intake.rules.draft import DraftContent, digest_of
from huiyin.kernel.ids import new_token
from huiyin.matters.identity.services import matter_open_identity
from huiyin.matters.models import Matter
from huiyin.vault.services import IdentityDraft
from tests.attack.test_stored import found_in_rows
from tests.cast import Cast
from tests.portal.walker import NAME, PHONE, Citizen

_OTHER = {
    "asks_for_other": "1", "for_other": "on", "other_name": "纪老先生", "other_phone": "19900001122",
    "authority": "儿子，父亲住院", "answer_to": "filer",
}  # fmt: skip
_FILER = {"who": "named", "name": NAME, "phone": PHONE}


def _opened(cast: Cast) -> IdentityDraft:
    matter = Matter.objects.get()
    return matter_open_identity(
        actor=cast.actor("registrar"), matter_id=matter.pk, purpose="核实委托", at=matter.received_at
    )


def test_the_one_who_files_is_answered_and_the_desk_reads_who_is_who(cast: Cast) -> None:
    citizen = Citizen()
    citizen.write()
    citizen.press("who", **_FILER, **_OTHER)
    for words in ("替谁提交", "纪老先生", "儿子，父亲住院", "给我"):
        assert words in citizen.page("/file/check/")
    assert citizen.send().status_code == 302
    number, code = citizen.receipt()
    assert found_in_rows("纪老先生", "19900001122", "父亲住院", NAME) == []
    citizen.look_up(number, code)
    assert "纪老先生" not in citizen.page("/status/")
    found = _opened(cast)
    assert (found.name, found.phone) == (NAME, PHONE)
    assert (found.other_is, found.other_name, found.other_contact) == ("for", "纪老先生", "19900001122")
    assert found.authority == "儿子，父亲住院"


def test_the_person_concerned_is_answered_where_that_was_chosen(cast: Cast) -> None:
    citizen = Citizen()
    citizen.write()
    citizen.press("who", **{**_FILER, **_OTHER, "answer_to": "other", "email": "a@example.invalid"})
    citizen.send()
    found = _opened(cast)
    assert (found.name, found.phone, found.email) == ("纪老先生", "19900001122", "")
    assert (found.other_is, found.other_name, found.other_contact) == ("by", NAME, f"{PHONE}；a@example.invalid")


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"name": ""}, "请写下您自己的姓名"),
        ({"other_name": " "}, "请写下您替谁提交"),
        ({"authority": ""}, "请写一句您和本人的关系"),
        ({"other_phone": "12"}, "电话号码少了几位"),
        ({"other_phone": "", "answer_to": "other"}, "请写下本人的电话"),
    ],
)
def test_what_is_missing_is_named_and_never_sent(cast: Cast, missing: dict[str, str], sentence: str) -> None:
    citizen = Citizen()
    citizen.write()
    answer = citizen.press("who", **{**_FILER, **_OTHER, **missing})
    assert answer.status_code == 422 and sentence in answer.text
    assert citizen.send().headers["Location"] == "/file/who/?wrong=1&back=check"
    # Whoever files for themselves after all needs none of it.
    alone = {**_FILER, **_OTHER, **missing, "for_other": "", "name": "", "answer_to": "", "other_phone": ""}
    assert citizen.press("who", **alone).status_code == 302
    assert citizen.send().status_code == 302 and _opened(cast).other_is == ""


def test_a_paper_of_authority_is_kept_with_the_files(cast: Cast) -> None:
    citizen = Citizen()
    citizen.write()
    paper = [SimpleUploadedFile("委托书.txt", "委托".encode())]
    assert citizen.press("who", **_FILER, **_OTHER, files=paper).headers["Location"] == "/file/check/"
    assert StoredFile.objects.count() == 1 and "委托书.txt" in citizen.page("/file/files/")
    refused = citizen.press("who", **_FILER, **_OTHER, files=[SimpleUploadedFile("a.exe", b"MZ" + bytes(90))])
    assert refused.status_code == 422 and "a.exe" in refused.text and 'value="纪老先生"' in refused.text


def test_a_page_from_before_changes_nothing_of_it(cast: Cast) -> None:
    citizen = Citizen()
    citizen.write()
    citizen.press("who", **_FILER, **_OTHER)
    names = ("who", "name", "phone", "email", "address", "seal")
    content = DraftContent(who="named", name=NAME, phone=PHONE)
    lineage = citizen.shown("who").split(".")[1]
    page = f"{new_token()}.{lineage}.{digest_of(content, names)}"
    assert citizen.press("who", **{**_FILER, "phone": "19900007799"}, page=page).status_code == 302
    last = citizen.page("/file/check/")
    assert "19900007799" in last and "纪老先生" in last
