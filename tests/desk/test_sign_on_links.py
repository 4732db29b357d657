"""Links of accounts with identities elsewhere, on the pages of administrator, officer and auditor."""

from typing import Any

import pytest

from huiyin.kernel.sign_on import SignOnProvider
from huiyin.orgs.models import SignOnLink
from huiyin.orgs.selectors.sign_on import officer_of_subject
from tests.cast import Cast
from tests.desk.conftest import Desk


@pytest.fixture(autouse=True)
def _in_use(cast: Cast, settings: Any) -> None:
    cast.file()
    settings.HUIYIN_SIGN_ON = (SignOnProvider("county", "oidc", "县统一认证"),)


def _post(cast: Cast, desk: Desk, **given: str) -> str:
    address = f"/desk/organisation/officers/{cast.officers['handler']}/"
    answer = desk("administrator").post(address, given, follow=True)
    return str(answer.text)


def _link(cast: Cast, desk: Desk) -> SignOnLink:
    page = _post(cast, desk, form="link", provider="county", subject="7c1e")
    assert "本人登录后" in page and "等待确认" in page and "7c1e" in page
    return SignOnLink.objects.get(ended_at=None)


def test_the_officer_confirms_on_the_own_page(cast: Cast, desk: Desk) -> None:
    _link(cast, desk)
    officer = desk("handler")
    page = officer.get("/desk/account/").text
    assert "是您本人的吗" in page and "7c1e" in page
    form = f"/desk/account/sign-on/{SignOnLink.objects.get().pk}/"
    assert "已确认" in officer.post(form, {"answer": "agree"}, follow=True).text
    assert officer_of_subject(provider="county", subject="7c1e") is not None
    assert "没有找到这项连接" in officer.post(form, {"answer": "agree"}, follow=True).text
    page = _post(cast, desk, form="unlink", link=str(SignOnLink.objects.get().pk), sure="on")
    assert "已解除" in page and officer_of_subject(provider="county", subject="7c1e") is None


def test_anything_but_a_yes_refuses(cast: Cast, desk: Desk) -> None:
    link = _link(cast, desk)
    assert "没有连接" in desk("handler").post(f"/desk/account/sign-on/{link.pk}/", follow=True).text
    assert officer_of_subject(provider="county", subject="7c1e") is None


def test_a_second_person_finds_it_on_the_start_page(cast: Cast, desk: Desk) -> None:
    link = _link(cast, desk)
    auditor = desk("auditor")
    assert "确认统一认证的连接" in auditor.get("/desk/").text
    assert "7c1e" in auditor.get("/desk/account/sign-on/").text
    assert "7c1e" not in desk("approver").get("/desk/account/sign-on/").text
    assert desk("approver").post(f"/desk/account/sign-on/{link.pk}/", {"answer": "agree"}).status_code == 403
    assert "已确认" in auditor.post(f"/desk/account/sign-on/{link.pk}/", {"answer": "agree"}, follow=True).text


def test_nothing_is_offered_where_no_system_is_set_up(cast: Cast, desk: Desk, settings: Any) -> None:
    settings.HUIYIN_SIGN_ON = ()
    page = desk("administrator").get(f"/desk/organisation/officers/{cast.officers['handler']}/").text
    assert "连接统一认证" not in page
