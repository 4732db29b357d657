"""The page of a matter that had ended before it came here."""

from huiyin.kernel.actor import system
from huiyin.matters.register.services.register import matter_register
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.hands import address, codes


def test_it_says_that_it_is_closed_and_offers_no_way_back_into_work(cast: Cast, desk: Desk) -> None:
    given = cast.registration(origin="old-desk", external_id="X1", closed_at=cast.at)
    filed = matter_register(actor=system("import"), registration=given, at=cast.at)
    answer = desk("registrar").get(address(filed))
    assert answer.status_code == 200
    assert "已办结" in answer.text and "录入已有办结" in answer.text
    assert not {"accept", "draft", "serve", "ask_review"} & codes(answer.text)
