"""Telling by telephone at the desk: the list, the number opened for it, the result in one press."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.flows.telephone_round import telephone_round
from huiyin.kernel.time import now
from huiyin.matters.models import TelephoneCall
from huiyin.matters.register.services.register import Registered
from huiyin.notices.services import outbox_dispatch
from huiyin.reception.models import AppointmentCall
from huiyin.reception.services import reception_day_cancel
from huiyin.vault.models import Opening
from huiyin.vault.services import IdentityDraft
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.reception.house import book, publish

pytestmark = pytest.mark.django_db
PHONE = "19900001234"


def _asked(cast: Cast) -> Registered:
    cast.at = now()
    filed = cast.file(identity=IdentityDraft(name="谷小满", phone=PHONE))
    cast.to_handler(filed)
    outbox_dispatch(at=cast.later(minutes=1), limit=200)
    assert telephone_round(at=cast.at).asked == 1
    return filed


def _press(client: Client, result: str) -> str:
    call = TelephoneCall.objects.get()
    return client.post(f"/desk/calls/{call.pk}/", {"result": result}, follow=True).text


def test_from_the_list_to_the_result(cast: Cast, desk: Desk) -> None:
    filed = _asked(cast)
    registrar = desk("housing_registrar")
    page = registrar.get("/desk/calls/").text
    call = TelephoneCall.objects.get()
    assert f"/desk/calls/{call.pk}/" in page
    assert PHONE not in page and "谷小满" not in page
    assert f"/desk/calls/{call.pk}/" in registrar.get(f"/desk/matters/{filed.number}/").text
    call_page = registrar.get(f"/desk/calls/{call.pk}/").text
    assert PHONE not in call_page
    shown = registrar.post(f"/desk/calls/{call.pk}/number/").text
    assert PHONE in shown and "谷小满" not in shown
    assert Opening.objects.count() == 1
    assert "下一个工作日再打" in _press(registrar, "not_reached")
    assert "1 天没有打通" in registrar.get("/desk/calls/").text
    assert "已登记电话告知的结果" in _press(registrar, "reached")
    assert "没有要打的电话" in registrar.get("/desk/calls/").text
    assert f"/desk/calls/{call.pk}/" not in registrar.get(f"/desk/matters/{filed.number}/").text
    assert registrar.post(f"/desk/calls/{call.pk}/", {"result": "reached"}).status_code == 409
    assert registrar.post(f"/desk/calls/{call.pk}/number/").status_code == 409


def test_it_is_there_for_anyone_who_has_the_matter_and_no_one_else(cast: Cast, desk: Desk) -> None:
    _asked(cast)
    address = f"/desk/calls/{TelephoneCall.objects.get().pk}/"
    for name, seen in (("handler", True), ("approver", True), ("registrar", False), ("handler_two", False)):
        client = desk(name)
        assert (address in client.get("/desk/calls/").text) is seen
        assert client.get(address).status_code == (200 if seen else 404)
        assert client.post(f"{address}number/").status_code == (200 if seen else 404)


def test_a_result_that_isnt_known_is_refused_in_words(cast: Cast, desk: Desk) -> None:
    _asked(cast)
    answer = desk("handler").post(f"/desk/calls/{TelephoneCall.objects.get().pk}/", {"result": "perhaps"})
    assert answer.status_code in {400, 422}
    assert "请选打电话的结果" in answer.text


def test_the_list_asks_as_often_for_many_as_for_one(cast: Cast, desk: Desk) -> None:
    client, asked = desk("handler"), []
    client.get("/desk/calls/")
    for _ in range(2):
        for _more in range(3):
            _asked(cast)
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/desk/calls/").status_code == 200
        asked.append(len(captured))
    assert asked[0] == asked[1]


def test_people_who_booked_are_called_from_the_same_list(cast: Cast, desk: Desk) -> None:
    cast.at = now()
    day_id = publish(cast, starts_at=(cast.at + timedelta(days=7)).replace(hour=1, minute=0))
    booked = book(cast, day_id, identity=IdentityDraft(name="谷小满", phone=PHONE))
    reception_day_cancel(actor=cast.actor("registrar"), day_id=day_id, reason="防汛值班", at=cast.at)
    outbox_dispatch(at=cast.at, limit=200)
    assert telephone_round(at=cast.at).asked == 1
    registrar, address = desk("registrar"), f"/desk/calls/reception/{AppointmentCall.objects.get().pk}/"
    assert address in registrar.get(f"/desk/reception/{day_id}/").text
    assert address in registrar.get("/desk/calls/").text
    page = registrar.get(address).text
    assert "接访取消了" in page and PHONE not in page
    assert PHONE in registrar.post(f"{address}number/").text
    assert Opening.objects.get().subject == f"appointment:{booked.appointment_id}"
    assert "已登记电话告知的结果" in registrar.post(address, {"result": "reached"}, follow=True).text
    assert registrar.post(address, {"result": "reached"}).status_code == 409
    assert address in desk("office_leader").get(address).text
    assert desk("housing_registrar").get(address).status_code == 404
