"""An administrator never knows a password, and a mail address that they typed opens no account."""

import re
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from django.test import Client

from huiyin.allowances.services import allowance_use, allowance_wait
from huiyin.flows.accounts import (
    account_open,
    accounts_round,
    code_hand_over,
    officer_correct,
    own_address_confirm,
    own_address_refuse,
    password_by_code,
    password_by_link,
    reset_start,
)
from huiyin.flows.grants import post_give
from huiyin.flows.security_events import second_factor
from huiyin.kernel.actor import Role
from huiyin.kernel.errors import NotAllowed
from huiyin.ledger.models import Entry
from huiyin.notices.models import Notice
from huiyin.notices.selectors import outbox_page
from huiyin.notices.services import outbox_dispatch
from huiyin.orgs.errors import PasswordLocal, PasswordUnfit
from huiyin.orgs.grant_errors import (
    PasswordByOthersNotAllowed,
    ResetMailRequired,
    ResetNotAllowed,
    ResetNotFound,
)
from huiyin.orgs.grant_rules import ADDRESS_WAITS, CODE_LASTS, LINK_LASTS, ResetWay
from huiyin.orgs.models import Officer, PasswordReset
from huiyin.orgs.passwords import is_local, local_words
from huiyin.orgs.selectors import actor_for
from huiyin.orgs.selectors.resets import code_holders
from huiyin.orgs.services import (
    OF_ACCOUNT,
    OF_ACCOUNT_WITH_SECOND,
    OfficerFacts,
    OfficerPlan,
    PostPlan,
    officer_create,
    officer_password_set,
    post_create,
)
from huiyin.web.second_factor import deviations
from tests.cast import PASSWORD, SEED, Cast

OWN = "清河湾的石桥有三个拱"
NEW = "elsewhere@example.invalid"


@pytest.fixture(autouse=True)
def _in_use(cast: Cast, settings: Any, tmp_path: Path) -> None:
    """Something was filed, so nothing is being set up; mails lie in a folder."""
    cast.file()
    settings.HUIYIN_NOTICES, settings.HUIYIN_OUTBOX = "folder", tmp_path


def _ask(cast: Cast, way: ResetWay, username: str = "handler") -> PasswordReset:
    started = reset_start(officer_id=cast.officers[username], way=way, actor=cast.actor("administrator"), at=cast.at)
    assert not started.code
    return PasswordReset.objects.get(officer_id=cast.officers[username], ended_at=None)


def _mails(cast: Cast, folder: Path) -> dict[str, str]:
    """By address what lies in the mailboxes."""
    while outbox_dispatch(at=cast.at).sent:
        pass
    found = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in folder.glob("*.eml")]
    return {str(mail["To"]): mail.get_content() for mail in found if "/accounts/reset/" in mail.get_content()}


def _token(cast: Cast, folder: Path, username: str = "handler") -> str:
    link = re.search(r"/accounts/reset/\d+/([0-9a-f]{64})/", _mails(cast, folder)[f"{username}@example.invalid"])
    assert link
    return link[1]


def _notified(cast: Cast, template: str) -> set[str]:
    ids = set(Notice.objects.filter(template=template).values_list("officer_id", flat=True))
    return {name for name, pk in cast.officers.items() if pk in ids}


def test_a_link_goes_to_the_officer_and_to_no_one_else(cast: Cast, tmp_path: Path) -> None:
    reset = _ask(cast, ResetWay.MAIL)
    assert _mails(cast, tmp_path).keys() == {"handler@example.invalid"}
    token = _token(cast, tmp_path)
    assert authenticate(username="handler", password=PASSWORD) is not None  # until it is used
    password_by_link(reset_id=reset.pk, token=token, password=OWN, at=cast.at)
    assert authenticate(username="handler", password=OWN) is not None
    assert authenticate(username="handler", password=PASSWORD) is None
    assert _notified(cast, "account_password") == {"handler"}


def test_a_password_reset_clears_failed_sign_ins(cast: Cast, tmp_path: Path) -> None:
    for of_account in (OF_ACCOUNT, OF_ACCOUNT_WITH_SECOND):
        for _ in range(of_account.at_once):
            allowance_use(of_account, "handler", at=cast.at)
        assert allowance_wait(of_account, "handler", at=cast.at) > timedelta()
    reset = _ask(cast, ResetWay.MAIL)
    password_by_link(reset_id=reset.pk, token=_token(cast, tmp_path), password=OWN, at=cast.at)
    for of_account in (OF_ACCOUNT, OF_ACCOUNT_WITH_SECOND):
        assert allowance_wait(of_account, "handler", at=cast.at) == timedelta()


def test_a_link_works_once_and_for_two_days(cast: Cast, tmp_path: Path) -> None:
    reset = _ask(cast, ResetWay.MAIL)
    given: dict[str, Any] = {"reset_id": reset.pk, "token": _token(cast, tmp_path)}
    for wrong in ({**given, "token": "0" * 64}, {**given, "reset_id": reset.pk + 1}):
        with pytest.raises(ResetNotFound):
            password_by_link(**wrong, password=OWN, at=cast.at)
    with pytest.raises(ResetNotFound):
        password_by_link(**given, password=OWN, at=cast.at + LINK_LASTS)
    with pytest.raises(PasswordUnfit):
        password_by_link(**given, password="kurz", at=cast.at)
    password_by_link(**given, password=OWN, at=cast.at)
    with pytest.raises(ResetNotFound):
        password_by_link(**given, password="und-noch-ein-anderes-9", at=cast.at)


@pytest.mark.parametrize(
    "password",
    [
        "Huiyin-2026!!",
        "\uff48\uff55\uff49\uff59\uff49\uff4e-mima-1",
        "云渡县信访局2026",
        "柳荫-柳荫-2026",
        "handler-handler-1",
        "听泉2026-听泉2026",
    ],
)
def test_local_words_are_refused_as_passwords(cast: Cast, tmp_path: Path, settings: Any, password: str) -> None:
    """Of the product, the office, its places, the site, the officer; figures and signs change nothing."""
    settings.HUIYIN_SITE_NAME = "听泉"
    reset = _ask(cast, ResetWay.MAIL)
    given: dict[str, Any] = {"reset_id": reset.pk, "token": _token(cast, tmp_path), "at": cast.at}
    with pytest.raises(PasswordLocal):
        password_by_link(**given, password=password)
    # The same words within a sentence are nobody's first guess.
    password_by_link(**given, password="云渡县的石桥有三个拱，信访局不在桥边")


def test_the_officers_own_name_is_no_password(cast: Cast) -> None:
    officer = Officer.objects.get(pk=cast.officers["handler"])
    assert is_local(f"{officer.display_name}20260302{officer.display_name}", local_words(officer))
    assert not is_local(f"{officer.display_name}20260302{officer.display_name}", [])


def _second_step(cast: Cast) -> None:
    """Of the handler, as the sign-in library keeps it and the security record knows it."""
    for sort in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user_id=cast.officers["handler"], type=sort, data={})
        second_factor(what="added", officer_id=cast.officers["handler"], at=cast.at, sort=sort)


def test_a_lost_second_factor_is_reset_by_a_code_from_a_second_person(cast: Cast) -> None:
    """The telephone is gone, the recovery codes too; the administrator alone can't end it."""
    _second_step(cast)
    reset = _ask(cast, ResetWay.CODE_STEP)
    with pytest.raises(ResetNotAllowed):
        code_hand_over(reset_id=reset.pk, actor=cast.actor("administrator"), at=cast.at)
    code = code_hand_over(reset_id=reset.pk, actor=cast.actor("housing_leader"), at=cast.at)
    assert Authenticator.objects.count() == 2  # until it is used
    password_by_code(username="handler", code=code, password=OWN, at=cast.at)
    assert not Authenticator.objects.exists()
    assert list(deviations(cast.at)) == []
    assert Entry.objects.filter(kind="security.second_factor.removed").count() == 2
    assert _notified(cast, "account_password") == {"handler"}


@pytest.mark.parametrize("way", [ResetWay.MAIL, ResetWay.CODE])
def test_no_other_reset_goes_past_the_second_step(cast: Cast, tmp_path: Path, way: ResetWay) -> None:
    _second_step(cast)
    reset = _ask(cast, way)
    if way is ResetWay.MAIL:
        password_by_link(reset_id=reset.pk, token=_token(cast, tmp_path), password=OWN, at=cast.at)
    else:
        code = code_hand_over(reset_id=reset.pk, actor=cast.actor("housing_leader"), at=cast.at)
        password_by_code(username="handler", code=code, password=OWN, at=cast.at)
    assert Authenticator.objects.count() == 2


def test_a_notice_that_was_pointed_at_another_reset_has_no_token(cast: Cast, tmp_path: Path) -> None:
    """The ledger commits to the notice's key and not to its path: whoever can write the database gets no link."""
    of_another = _ask(cast, ResetWay.MAIL)
    Notice.objects.filter(template="account_link").delete()
    _ask(cast, ResetWay.MAIL, "registrar")
    path = {"path": f"/accounts/reset/{of_another.pk}/"}
    Notice.objects.filter(template="account_link").update(params=path)
    mail = _mails(cast, tmp_path)["registrar@example.invalid"]
    assert path["path"] in mail and not re.search(r"[0-9a-f]{64}", mail)


def test_a_notice_that_was_turned_to_another_officer_has_no_token(cast: Cast, tmp_path: Path) -> None:
    _ask(cast, ResetWay.MAIL)
    other = Officer.objects.get(username="registrar")
    Notice.objects.filter(template="account_link").update(officer_id=other.pk)
    mail = _mails(cast, tmp_path)["registrar@example.invalid"]
    assert "/accounts/reset/" in mail and not re.search(r"[0-9a-f]{64}", mail)


def test_another_reset_ends_the_one_before(cast: Cast, tmp_path: Path) -> None:
    first = _ask(cast, ResetWay.MAIL)
    token = _token(cast, tmp_path)
    _ask(cast, ResetWay.CODE)
    with pytest.raises(ResetNotFound):
        password_by_link(reset_id=first.pk, token=token, password=OWN, at=cast.at)


def test_no_table_and_no_page_holds_the_token(cast: Cast, tmp_path: Path) -> None:
    """Neither whoever reads the database nor an administrator at the outbox can open the link."""
    reset = _ask(cast, ResetWay.MAIL)
    token = _token(cast, tmp_path)
    row = PasswordReset.objects.filter(pk=reset.pk).values().get()
    notices = Notice.objects.filter(template="account_link").values()
    assert token not in repr((row, list(notices), list(Entry.objects.values("content"))))
    shown = outbox_page(hidden=Notice.objects.none(), after=None, limit=50)
    assert any("/accounts/reset/" in repr(mail) for mail in shown)
    assert token not in repr(shown)


def test_a_code_is_handed_over_by_a_second_person(cast: Cast) -> None:
    reset = _ask(cast, ResetWay.CODE)
    assert _notified(cast, "account_code") == {"housing_leader", "auditor"}
    assert _notified(cast, "account_reset") == {"handler"}
    for username in ("administrator", "handler", "town_leader", "approver"):
        with pytest.raises(ResetNotAllowed):
            code_hand_over(reset_id=reset.pk, actor=cast.actor(username), at=cast.at)
    first = code_hand_over(reset_id=reset.pk, actor=cast.actor("housing_leader"), at=cast.at)
    code = code_hand_over(reset_id=reset.pk, actor=cast.actor("housing_leader"), at=cast.at)
    for username, given in (("handler", first), ("approver", code), ("", code), ("handler", "")):
        with pytest.raises(ResetNotFound):
            password_by_code(username=username, code=given, password=OWN, at=cast.at)
    with pytest.raises(ResetNotFound):
        password_by_code(username="handler", code=code, password=OWN, at=cast.at + CODE_LASTS)
    password_by_code(username="Handler", code=code.upper().replace("-", " "), password=OWN, at=cast.at)
    assert authenticate(username="handler", password=OWN) is not None
    assert code not in repr(list(PasswordReset.objects.values()))


def test_who_passes_work_on_in_an_independent_unit(cast: Cast) -> None:
    """Somebody of that unit, even where the officer has a post elsewhere too; a leader's code is the auditor's."""

    def who(username: str) -> set[str]:
        found = code_holders(officer_id=cast.officers[username], asked_by=cast.officers["administrator"], at=cast.at)
        return {name for name, pk in cast.officers.items() if pk in found}

    assert who("commission_registrar") == {"commission_handler"}
    assert who("housing_leader") == {"auditor"}
    assert who("nobody") == {"auditor"}
    plan = PostPlan(cast.units["town"], Role.HANDLER, "兼职", cast.officers["commission_registrar"])
    post_create(plan=plan, actor=SEED, at=cast.at)
    assert who("commission_registrar") == {"commission_handler"}


def test_the_database_too_gives_nothing_to_its_own_officer(cast: Cast) -> None:
    reset = _ask(cast, ResetWay.CODE)
    with pytest.raises(IntegrityError), transaction.atomic():
        PasswordReset.objects.filter(pk=reset.pk).update(handed_by=cast.officers["handler"])


def test_no_officer_sets_a_password_for_another(cast: Cast) -> None:
    administrator = cast.actor("administrator")
    with pytest.raises(PasswordByOthersNotAllowed):
        officer_password_set(officer_id=cast.officers["handler"], password=OWN, actor=administrator, at=cast.at)
    with pytest.raises(PasswordByOthersNotAllowed):
        plan = OfficerPlan(username="puppet", display_name="木偶", password=OWN)
        officer_create(plan=plan, actor=administrator, at=cast.at)
    with pytest.raises(NotAllowed):
        reset_start(officer_id=cast.officers["handler"], way=ResetWay.MAIL, actor=cast.actor("mayor"), at=cast.at)


def test_without_an_address_there_is_only_the_code(cast: Cast) -> None:
    Officer.objects.filter(pk=cast.officers["handler"]).update(email="")
    with pytest.raises(ResetMailRequired):
        _ask(cast, ResetWay.MAIL)


def test_a_new_account_for_a_post_is_opened_by_who_agrees_to_the_post(cast: Cast) -> None:
    """Not by the administrator who made it: the code is taken by somebody who knows the person."""
    administrator = cast.actor("administrator")
    plan = OfficerPlan(username="newcomer", display_name="新来的")
    started = account_open(plan=plan, actor=administrator, at=cast.at)
    assert (started.way, started.code) == (ResetWay.CODE, "")
    officer = Officer.objects.get(username="newcomer")
    assert not officer.has_usable_password()
    post = post_create(plan=PostPlan(cast.units["housing"], Role.HANDLER, "办事员"), actor=SEED, at=cast.at)
    assert not post_give(post_id=post.pk, officer_id=officer.pk, actor=administrator, at=cast.at)
    reset = PasswordReset.objects.get(officer=officer)
    code = code_hand_over(reset_id=reset.pk, actor=cast.actor("housing_leader"), at=cast.at)
    password_by_code(username="newcomer", code=code, password=OWN, at=cast.at)
    assert actor_for(officer_id=officer.pk).posts == ()


def _correct(cast: Cast, email: str = NEW) -> bool:
    facts = OfficerFacts(display_name="沈秋白", email=email)
    return officer_correct(
        officer_id=cast.officers["handler"], facts=facts, actor=cast.actor("administrator"), at=cast.at
    )


def _email(cast: Cast) -> str:
    return Officer.objects.get(pk=cast.officers["handler"]).email


def test_another_address_waits_a_week_and_the_old_address_is_notified(cast: Cast, tmp_path: Path) -> None:
    assert not _correct(cast)
    assert _email(cast) == "handler@example.invalid"
    assert _notified(cast, "account_mail") == {"handler", "housing_leader", "auditor"}
    _ask(cast, ResetWay.MAIL)
    assert _mails(cast, tmp_path).keys() == {"handler@example.invalid"}
    cast.at += ADDRESS_WAITS - timedelta(minutes=1)
    assert accounts_round(at=cast.at) == 0
    cast.at += timedelta(minutes=1)
    assert accounts_round(at=cast.at) == 1
    assert _email(cast) == NEW


def test_the_officer_says_whether_the_address_is_theirs(cast: Cast) -> None:
    _correct(cast)
    own_address_refuse(actor=cast.actor("handler"), at=cast.at)
    assert accounts_round(at=cast.at + ADDRESS_WAITS) == 0
    assert _email(cast) == "handler@example.invalid"
    cast.later(minutes=1)
    _correct(cast)
    own_address_confirm(actor=cast.actor("handler"), at=cast.at)
    assert _email(cast) == NEW


def test_a_slip_in_an_account_that_was_never_used_is_mended_at_once(cast: Cast) -> None:
    account_open(
        plan=OfficerPlan(username="newcomer", display_name="新来的", email="slip@example.invalid"),
        actor=cast.actor("administrator"), at=cast.at,
    )  # fmt: skip
    officer = Officer.objects.get(username="newcomer")
    facts = OfficerFacts(display_name="新来的", email=NEW)
    assert officer_correct(officer_id=officer.pk, facts=facts, actor=cast.actor("administrator"), at=cast.at)
    assert Officer.objects.get(pk=officer.pk).email == NEW


def test_the_pages_of_link_and_code(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huiyin.desk.password_reset.views.now", lambda: cast.at)
    reset = _ask(cast, ResetWay.MAIL)
    address = f"/accounts/reset/{reset.pk}/{_token(cast, tmp_path)}/"
    browser: Any = Client()
    assert browser.get(f"/accounts/reset/{reset.pk}/").status_code == 404
    assert browser.get(f"/accounts/reset/{reset.pk}/{'0' * 64}/").status_code == 404
    page = browser.get(address)
    assert page.headers["Cache-Control"] == "private, no-store" and "handler" in page.text
    assert browser.post(address, {"password": OWN, "again": "anders"}).status_code == 422
    assert browser.post(address, {"password": "kurz", "again": "kurz"}).status_code == 422
    assert "密码已设好" in browser.post(address, {"password": OWN, "again": OWN}, follow=True).text
    assert browser.get(address).status_code == 404
    wrong = {"username": "handler", "code": "aaaa-bbbb-cccc-dddd", "password": OWN, "again": OWN}
    answer = browser.post("/accounts/reset/", wrong)
    assert answer.status_code == 422 and "开通码不对" in answer.text
