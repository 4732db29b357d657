"""Some requests become a matter of their own, at the desk and on the petitioner's page."""

import pytest
from django.test import Client

from huiyin.kernel.ids import format_matter_number
from huiyin.matters.models import Matter
from huiyin.matters.register.services.register import Registered
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.hands import Hand, codes, draft_of

pytestmark = pytest.mark.django_db


def _split(cast: Cast, desk: Desk, filed: Registered) -> Registered:
    """The second request goes to the education bureau."""
    Hand(desk("registrar")).do(filed, "split", requests=["2"], unit=cast.units["education"], words="请答复第2条")
    part = Matter.objects.get(links__into=filed.matter_id)
    return Registered(part.pk, part.number, filed.code, is_new=True)


def test_split_at_the_desk_and_answered_last(cast: Cast, desk: Desk) -> None:
    filed = cast.file(requests=("公示近三年收支", "孩子就近入学"))
    registrar = Hand(desk("registrar"))
    none = registrar.send(filed, "split", words="")
    assert (none.status_code, "请选要分出去的诉求" in none.text) == (422, True)
    part = _split(cast, desk, filed)
    shown = format_matter_number(part.number)
    page = registrar.look(filed)
    assert f"已分出，由 {shown} 答复" in page and "split" not in codes(page)
    assert {"decline", "redirect"}.isdisjoint(codes(page)) and f"从这件事项分出的 {shown} 还没有办完" in page
    taught = Hand(desk("education_registrar")).look(part)
    assert "请答复第2条" in taught and "孩子就近入学" in taught and format_matter_number(filed.number) in taught
    cast.to_handler(filed)
    handler, approver = Hand(desk("handler")), Hand(desk("approver"))
    assert "outcome_2" not in handler.unfold(filed, "draft")
    assert "merge" not in codes(approver.look(filed))  # some of its requests are answered elsewhere
    handler.do(filed, "draft", **draft_of(cast, filed))
    approver.do(filed, "approve")
    waiting = handler.look(filed)
    assert "serve" not in codes(waiting) and f"从这件事项分出的 {shown} 还没有答复" in waiting


def test_one_receipt_opens_the_whole_and_its_parts(cast: Cast, desk: Desk) -> None:
    filed = cast.file(requests=("公示近三年收支", "孩子就近入学"))
    stranger = cast.file()
    part = _split(cast, desk, filed)
    visitor = Client()
    visitor.post("/lookup/", {"number": filed.number, "code": filed.code})
    page = visitor.get("/status/").text
    shown = format_matter_number(part.number)
    assert "您的第 2 条诉求，由云渡县教育局单独办理和答复" in page and f"打开 {shown}" in page
    assert visitor.post("/status/part/", {"number": stranger.number}).status_code == 404
    assert visitor.post("/status/part/", {"number": part.number}).status_code == 302
    page = visitor.get("/status/").text
    assert f"编号 {shown}" in page and f"打开 {format_matter_number(filed.number)}" in page
    visitor.post("/status/part/", {"number": filed.number})
    assert f"编号 {format_matter_number(filed.number)}" in visitor.get("/status/").text
    straight = Client()
    straight.post("/lookup/", {"number": part.number, "code": filed.code})
    assert f"编号 {shown}" in straight.get("/status/").text
