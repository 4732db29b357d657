"""Where a second step is demanded, the desk opens with one alone, and it isn't switched off."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from huiyin.flows.accounts import reset_start
from huiyin.kernel.actor import Role
from huiyin.kernel.time import now
from huiyin.orgs.grant_rules import ResetWay
from huiyin.orgs.models import Officer, Post
from huiyin.web.accounts import StaffMfaAdapter
from tests.cast import Cast
from tests.desk.conftest import Desk

STEP = "/accounts/2fa/"


def _step(cast: Cast, username: str) -> Authenticator:
    secret = StaffMfaAdapter().encrypt("JBSWY3DPEHPK3PXP")
    return Authenticator.objects.create(
        user_id=cast.officers[username], type=Authenticator.Type.TOTP, data={"secret": secret}
    )


def _opens(client: Client) -> bool:
    answer = client.get("/desk/account/")
    assert answer.status_code == 200 or answer.headers["Location"] == STEP
    return answer.status_code == 200


def test_case_officers_and_administrators_must_set_up_a_second_factor(cast: Cast, desk: Desk, settings: Any) -> None:
    settings.HUIYIN_SECOND_FACTOR = "sensitive"
    for username in ("registrar", "handler", "mayor", "auditor", "administrator"):
        assert not _opens(desk(username)), username
    client = desk("handler")
    assert client.post("/desk/register/", {"text": "x"}).headers["Location"] == STEP
    partial: Any = client.get("/desk/", headers={"HX-Request": "true"})
    assert STEP in str(partial.headers) + partial.text
    assert "才能办别的事" in client.get(STEP).text
    assert client.get("/").status_code == 200 and client.post("/accounts/logout/").status_code == 302
    Post.objects.filter(officer_id=cast.officers["handler"]).update(role=Role.MEDIATOR)
    assert _opens(desk("handler"))


def test_everybody_may_be_asked_for_it(cast: Cast, desk: Desk, settings: Any) -> None:
    settings.HUIYIN_SECOND_FACTOR = "everybody"
    Post.objects.filter(officer_id=cast.officers["handler"]).update(role=Role.MEDIATOR)
    assert not _opens(desk("handler"))


def test_an_optional_second_step_is_not_demanded(cast: Cast, desk: Desk, settings: Any) -> None:
    assert settings.HUIYIN_SECOND_FACTOR == "optional"
    assert _opens(desk("administrator"))


def test_with_the_second_step_the_desk_is_open_and_it_stays_on(cast: Cast, desk: Desk, settings: Any) -> None:
    settings.HUIYIN_SECOND_FACTOR = "sensitive"
    step = _step(cast, "handler")
    client = desk("handler")
    assert _opens(client)
    page = client.get(STEP).text
    assert "关闭两步登录" not in page and "才能办别的事" not in page
    assert not StaffMfaAdapter().can_delete_authenticator(step)
    settings.HUIYIN_SECOND_FACTOR = "optional"
    assert "关闭两步登录" in client.get(STEP).text
    assert StaffMfaAdapter().can_delete_authenticator(step)


def test_recovery_codes_alone_are_no_second_step(cast: Cast, desk: Desk, settings: Any) -> None:
    settings.HUIYIN_SECOND_FACTOR = "sensitive"
    _step(cast, "handler")
    Authenticator.objects.update(type=Authenticator.Type.RECOVERY_CODES)
    assert not _opens(desk("handler"))


def test_an_officer_reads_that_the_second_step_would_end(cast: Cast, desk: Desk) -> None:
    """Whoever asked for it may have done so for somebody else's sake."""
    cast.file()
    administrator = cast.actor("administrator")
    for way in (ResetWay.CODE, ResetWay.CODE_STEP):
        reset_start(officer_id=cast.officers["handler"], way=way, actor=administrator, at=now())
        page = desk("handler").get("/desk/account/").text
        assert "替您申请了重设密码" in page
        assert ("两步登录也会关闭" in page) is (way is ResetWay.CODE_STEP)
        codes = desk("housing_leader").get("/desk/account/codes/").text
        assert ("两步登录也关闭" in codes) is (way is ResetWay.CODE_STEP)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_own_password_comes_first(cast: Cast, desk: Desk, settings: Any, method: str) -> None:
    settings.HUIYIN_SECOND_FACTOR = "everybody"
    client = desk("handler")
    Officer.objects.filter(pk=cast.officers["handler"]).update(must_change_password=True)
    assert client.generic(method, "/desk/").headers["Location"].startswith("/desk/own-password/")
    assert client.get("/desk/own-password/").status_code == 200


def test_single_roles_may_be_asked_for_it(cast: Cast, desk: Desk, settings: Any) -> None:
    settings.HUIYIN_SECOND_FACTOR = "auditor,administrator"
    assert not _opens(desk("auditor")) and not _opens(desk("administrator"))
    assert _opens(desk("handler")) and _opens(desk("mayor"))


def test_a_security_key_is_a_second_step_too(cast: Cast, desk: Desk, settings: Any) -> None:
    settings.HUIYIN_SECOND_FACTOR = "sensitive"
    data = {"name": "x", "credential": {"id": "x"}}
    Authenticator.objects.create(user_id=cast.officers["handler"], type=Authenticator.Type.WEBAUTHN, data=data)
    assert _opens(desk("handler"))
    assert "才能办别的事" not in desk("handler").get(STEP).text
