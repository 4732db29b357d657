"""Talks with the head of a unit over HTTP: figures, call, answer, minutes; and whom it is none of the business of."""

import re
from datetime import timedelta

import pytest

from huiyin.kernel.time import now, office_day
from huiyin.matters.models import Matter
from huiyin.supervision.talks.models import Talk, TalkMeasure
from tests.cast import Cast
from tests.desk.conftest import Desk


@pytest.fixture
def late(cast: Cast) -> Cast:
    """Housing hasn't answered a matter in time; now is now, as pages ask the machine for the time."""
    cast.at = now() - timedelta(days=70)
    cast.to_handler(cast.file(title="电梯停了"))
    cast.at = now()
    return cast


def _day(days: int) -> str:
    return (office_day(now()) + timedelta(days=days)).isoformat()


def _asked(cast: Cast, unit: str = "housing") -> str:
    return f"/desk/supervision/talks/new/?unit={cast.units[unit]}&days=90"


def test_from_the_figures_to_what_was_promised(late: Cast, desk: Desk) -> None:
    mayor, bureau = desk("mayor"), desk("housing_leader")
    assert "约谈一个单位" in mayor.get("/desk/supervision/talks/").text
    page = mayor.get(_asked(late)).text
    assert "超过期限没有受理或者答复：1" in page and "电梯停了" in page and 'value="demands"' not in page
    refused = mayor.post(_asked(late), {"meet_on": _day(1)})
    assert refused.status_code == 422 and "请至少选一项有事实的原因" in refused.text
    refused = mayor.post(_asked(late), {"grounds": "unanswered", "meet_on": _day(-1)})
    assert refused.status_code == 422 and "约谈日期请写今天或者以后" in refused.text
    answer = mayor.post(_asked(late), {"grounds": "unanswered", "meet_on": _day(0), "place": "会议室", "words": ""})
    talk = Talk.objects.get()
    address = f"/desk/supervision/talks/{talk.pk}/"
    assert answer.headers["Location"] == address
    assert (
        "会议室" in bureau.get("/desk/").text
        and "超过期限没有受理或者答复" in bureau.get("/desk/supervision/talks/").text
    )
    page = bureau.get(address).text
    assert 'name="answer"' in page and 'name="hold"' not in page and "电梯停了" in page
    assert bureau.post(address, {"answer": "1", "text": ""}).status_code == 422
    assert bureau.post(address, {"answer": "1", "text": "维修资金刚到账。"}).status_code == 302
    wrong = {"hold": "1", "held_on": _day(0), "attended": "", "minutes": "说明了原因。", "measure_1": "一周内答复"}
    refused = mayor.post(address, wrong)
    assert (
        refused.status_code == 422 and "请写明这一条哪天完成" in refused.text and "维修资金刚到账。" in refused.text
    )
    assert mayor.post(address, wrong | {"day_1": _day(7)}).status_code == 302
    assert TalkMeasure.objects.get().text == "一周内答复"
    page = bureau.get(address).text
    assert "说明了原因。" in page and "一周内答复" in page and "已约谈" in page
    assert "一周内答复" in bureau.get("/desk/tasks/?list=unit").text
    letter = bureau.get(f"{address}letter/")
    assert letter.status_code == 200 and b"".join(letter.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]


def test_units_without_a_part_see_no_talk(late: Cast, desk: Desk) -> None:
    mayor = desk("mayor")
    mayor.post(_asked(late), {"grounds": "unanswered", "meet_on": _day(0), "place": "", "words": ""})
    talk = Talk.objects.get()
    address = f"/desk/supervision/talks/{talk.pk}/"
    for name in ("education_registrar", "office_leader", "town_leader"):
        assert desk(name).get(address).status_code == 404, name
        assert "住房" not in desk(name).get("/desk/supervision/talks/").text, name
    assert desk("handler").get("/desk/supervision/talks/").status_code == 403
    assert desk("housing_leader").get("/desk/supervision/talks/new/").status_code == 403
    assert "约谈由领导这个单位的上级单位的领导进行" in mayor.get(_asked(late, "commission")).text
    # Whom the matter is about reads neither its title nor that one is counted.
    Matter.objects.update(respondent_officer=late.officers["housing_leader"])
    page = re.sub(r"\s+", "", desk("housing_leader").get(address).text)
    assert "电梯停了" not in page and "超过期限没有受理或者答复" not in page
    assert "超过期限没有受理或者答复" not in desk("housing_leader").get("/desk/supervision/talks/").text
