"""An answer's files: chosen in its form, looked at by approvers, the petitioner's to fetch once it is served."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.documents.models import StoredFile
from huiyin.matters.delivery.services import reply_serve
from huiyin.matters.models import MoveDraft, Reply
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.services.reply import reply_approve
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.hands import Hand, address, version
from tests.documents.conftest import picture
from tests.portal.walker import Citizen

_NAME = "检测报告.txt"


@pytest.fixture
def filed(cast: Cast) -> Registered:
    found = cast.file()
    cast.to_handler(found)
    return found


def _file(name: str = _NAME, content: bytes = b"measured") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def _page(client: Client, filed: Registered) -> str:
    return client.get(f"{address(filed)}?move=draft").text


def _given(page: str, **more: Any) -> dict[str, Any]:
    found = re.search(r'name="draft" value="([^"]*)"', page)
    assert found
    typed = {"facts": "查明", "basis": "条例"} | {f"outcome_{place}": "explained" for place in (1, 2)}
    typed |= {f"reasons_{place}": "说明" for place in (1, 2)}
    return {"seen": version(page), "draft": found[1], **typed, **more}


def test_files_are_uploaded_into_the_draft_and_removed_again(cast: Cast, desk: Desk, filed: Registered) -> None:
    handler = desk("handler")
    keep = f"{address(filed, 'draft')}keep/"
    sent = _given(_page(handler, filed), upload="1", files=[_file(), _file("空.txt", b"")])
    page = handler.post(keep, sent, follow=True)
    shown = _page(handler, filed)
    assert "“空.txt”没有收下" in page.text and _NAME in shown and "查明</textarea>" in shown
    form = shown[shown.index('id="move-form-draft"') :]
    # What Enter in a line presses.
    assert "name=" not in re.findall(r"<button[^>]*>", form)[0] and 'name="remove"' in form
    found = re.search(r'href="(/desk/drafts/[0-9a-f-]+/files/[0-9a-f-]+/)"', shown)
    assert found
    assert b"".join(handler.get(found[1])) == b"measured"
    assert desk("approver").get(found[1]).status_code == 404
    handler.post(keep, _given(shown, remove=str(StoredFile.objects.get().pk)))
    assert _NAME not in _page(handler, filed) and not StoredFile.objects.exists()


def test_a_photo_in_a_draft_has_its_small_picture_for_its_owner(cast: Cast, desk: Desk, filed: Registered) -> None:
    handler = desk("handler")
    sent = _given(_page(handler, filed), upload="1", files=[_file("裂缝.png", picture("PNG")), _file()])
    handler.post(f"{address(filed, 'draft')}keep/", sent)
    page = _page(handler, filed)
    [small] = re.findall(r'src="(/desk/drafts/[0-9a-f-]+/files/[0-9a-f-]+/small/)"', page)
    shown = handler.get(small)
    assert shown.headers["Content-Type"] == "image/jpeg" and "no-store" in shown.headers["Cache-Control"]
    assert desk("approver").get(small).status_code == 404
    own = StoredFile.objects.get(name="裂缝.png").pk
    handler.post(f"{address(filed, 'draft')}keep/", _given(page, remove=str(own)))
    assert handler.get(small).status_code == 404


def test_a_file_that_is_sent_with_the_form_goes_with_the_answer(cast: Cast, desk: Desk, filed: Registered) -> None:
    handler = desk("handler")
    # What has to be mended first comes back with the file in the draft.
    back = handler.post(address(filed, "draft"), _given(_page(handler, filed), basis="", files=[_file()]))
    assert back.status_code == 422 and _NAME in back.text and not Reply.objects.exists()
    sent = handler.post(address(filed, "draft"), _given(back.text), follow=True)
    assert "答复已提交" in sent.text and not MoveDraft.objects.exists()
    approver = desk("approver")
    page = approver.get(address(filed)).text
    found = re.search(rf'href="({address(filed)}files/[0-9a-f-]+/)"[^>]*>{_NAME}<', page)
    assert found and page.index("查明的事实") < page.index(_NAME)
    assert b"".join(approver.get(found[1])) == b"measured"


def test_a_file_that_is_refused_stands_beside_its_field_and_nothing_is_sent(
    cast: Cast, desk: Desk, filed: Registered
) -> None:
    handler = desk("handler")
    page = _page(handler, filed)
    back = handler.post(address(filed, "draft"), _given(page, files=[_file("空.txt", b""), _file()]))
    assert back.status_code == 422 and "“空.txt”没有收下" in back.text and _NAME in back.text
    assert not Reply.objects.exists()


def test_what_came_back_offers_its_files_again(cast: Cast, desk: Desk, filed: Registered) -> None:
    handler = desk("handler")
    handler.post(address(filed, "draft"), _given(_page(handler, filed), files=[_file(), _file("不要.txt")]))
    Hand(handler).do(filed, "recall")
    page = _page(handler, filed)
    keys = {row.name: str(row.pk) for row in StoredFile.objects.all()}
    for name, key in keys.items():
        assert re.search(rf'name="keep_files"[^>]*value="{key}"[^>]*checked', page), name
    handler.post(address(filed, "draft"), _given(page, keep_files=[keys[_NAME]]))
    assert [row.file.name for row in Reply.objects.get(round=2).files.all()] == [_NAME]


def test_the_petitioner_fetches_them_once_the_answer_is_served(cast: Cast, desk: Desk, filed: Registered) -> None:
    handler, citizen = desk("handler"), Citizen()
    handler.post(address(filed, "draft"), _given(_page(handler, filed), files=[_file()]))
    citizen.look_up(filed.number, filed.code)
    assert _NAME not in citizen.client.get("/status/").text
    link = f"/status/files/{Reply.objects.get().files.get().pk}/"
    assert citizen.client.get(link).status_code == 404
    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    reply_serve(actor=cast.actor("handler"), matter_id=filed.matter_id, at=cast.at)
    page = citizen.client.get("/status/").text
    assert f'href="{link}"' in page and page.count(_NAME) == 1
    assert b"".join(citizen.client.get(link)) == b"measured"
    assert _NAME in citizen.client.get("/status/reply/").text
