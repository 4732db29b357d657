"""Every refusal is a page with its sentence, or a message for HTMX; what was typed is still there."""

import pytest
from django.test import Client
from django.utils import translation

from huiyin.web.refusals import sentence_of
from tests.web.rooms import TooLong

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("failing_views")]

TEXT = "楼道的灯坏了两个月，<b>没人</b>来修"
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


@pytest.mark.parametrize(
    ("room", "status", "sentence"),
    [
        ("not-there", 404, "没有找到，请核对后再试。"),
        ("not-allowed", 403, "您的职位不能办这一步。"),
        ("too-long", 422, "最多 500 个字。"),
        ("conflict", 409, "情况刚刚有了变化，请看过最新内容再办。"),
        ("not-ready", 503, "系统尚未就绪，请联系管理员。"),
        ("other", 400, "现在办不了这一步，请稍后再试。"),
    ],
)
def test_refusal_is_a_page(client: Client, room: str, status: int, sentence: str) -> None:
    """The status belongs to the kind of refusal, the sentence to the refusal."""
    response = client.get(f"/rooms/{room}/")
    assert response.status_code == status
    assert sentence in response.content.decode()
    assert '<main id="main"' in response.content.decode()


def test_refused_text_is_kept_and_escaped(client: Client) -> None:
    """A conflict shows the text that was sent, as text."""
    page = client.post("/rooms/conflict/", {"text": TEXT}, headers=SAME_SITE).content.decode()
    assert "楼道的灯坏了两个月，&lt;b&gt;没人&lt;/b&gt;来修" in page
    assert "<b>没人" not in page


def test_htmx_gets_a_message(client: Client) -> None:
    """The form stays where it is; the message goes into the region that is read out."""
    response = client.post("/rooms/conflict/", {"text": TEXT}, headers={**SAME_SITE, "HX-Request": "true"})
    assert response.status_code == 409
    assert response["HX-Retarget"] == "#messages"
    assert "<html" not in response.content.decode()
    assert 'role="alert"' in response.content.decode()


def test_sentence_is_filled_in() -> None:
    """In any language, as long as the catalogue has it or not."""
    with translation.override("en"):
        assert "500" in sentence_of(TooLong(limit=500))


@pytest.mark.parametrize(("path", "status"), [("/nowhere/", 404), ("/rooms/forbidden/", 403)])
def test_plain_errors_speak_too(client: Client, path: str, status: int) -> None:
    """404 and 403 have a headline and a way out."""
    response = client.get(path)
    assert response.status_code == status
    assert "<h1>" in response.content.decode()
    assert "回到首页" in response.content.decode()


def test_broken_page_needs_no_database(client: Client, django_assert_num_queries: object) -> None:
    """500 is said without session, user or any statement."""
    client.raise_request_exception = False
    with django_assert_num_queries(0):  # type: ignore[operator]
        response = client.post("/rooms/broken/", {"text": TEXT})
    assert response.status_code == 500
    assert "我们这边出了差错" in response.content.decode()
    assert "inside" not in response.content.decode()
