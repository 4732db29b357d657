"""Filing under a seal, in a browser without scripts, and what its page says."""

import pytest

from huiyin.matters.models import Matter
from tests.cast import Cast
from tests.portal.walker import NAME, PHONE, TEXT, WHO, Citizen

pytestmark = pytest.mark.django_db


def _readers(cast: Cast) -> None:
    cast.seal_keys("registrar", "office_approver")


def test_a_seal_is_offered_where_two_could_open_it(cast: Cast) -> None:
    citizen = Citizen()
    citizen.write()
    assert "密封：只让指定的人看" not in citizen.page("/file/who/")
    _readers(cast)
    page = citizen.page("/file/who/")
    assert "密封：只让指定的人看" in page
    assert "云渡县信访局的registrar、approver（2 人）" in page


def test_the_road_of_a_sealed_filing(cast: Cast) -> None:
    _readers(cast)
    citizen = Citizen()
    citizen.write(requests=("查清楚",), about="", **WHO, seal="on")
    assert "checked" in citizen.page("/file/who/").split('name="seal"')[1][:80]
    check = citizen.page("/file/check/")
    assert "只有云渡县信访局的registrar、approver（2 人）能打开" in check
    assert citizen.send().status_code == 302
    number, code = citizen.receipt()
    matter = Matter.objects.get(number=number)
    assert (matter.is_sealed, matter.title, matter.text, matter.identity_id) == (True, "密封事项", "（密封）", None)
    citizen.look_up(number, code)
    citizen.client.post("/status/message/", {"body": "他们又来收了一次。"})
    page = citizen.page("/status/")
    assert "谁能看密封的内容" in page
    assert "云渡县信访局 · approver" in page
    for secret in (TEXT, NAME, PHONE, "又来收了"):
        assert secret not in page


def test_a_seal_that_became_impossible_is_shown_and_nothing_is_lost(cast: Cast) -> None:
    _readers(cast)
    citizen = Citizen()
    citizen.write(requests=("查清楚",), about="", **WHO, seal="on")
    # The approver is named now, so the receiving unit is another one, without readers.
    citizen.press("about", respondent="云渡县信访局")
    answer = citizen.client.post("/file/check/", follow=True)
    assert "不够两位" in answer.text
    assert not Matter.objects.exists()
    assert TEXT in citizen.page("/file/check/")


def test_without_the_tick_nothing_is_sealed(cast: Cast) -> None:
    _readers(cast)
    citizen = Citizen()
    number, _code = citizen.file()
    assert not Matter.objects.get(number=number).is_sealed
