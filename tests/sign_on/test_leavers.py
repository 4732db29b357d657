"""Accounts of people whom the directory doesn't have any more: named, shut where the settings say so, never made."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner

from huiyin.cli.organisation.officers import officer
from huiyin.kernel.actor import system
from huiyin.kernel.sign_on import SignOnProvider
from huiyin.kernel.worker_parts import worker_parts
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.models import Matter
from huiyin.notices.models import Notice
from huiyin.orgs.models import Officer
from huiyin.web.sign_on.directory import Directory, DirectoryAway
from huiyin.web.sign_on.leavers import LeaversDoubtful, leavers_found, leavers_round, leavers_shut
from tests.cast import Cast
from tests.sign_on.directory import HANDLER_UUID, PEOPLE

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
# The form of an id, and nobody's.
GONE = "9c5f7f0e-6d5c-4a1a-9a5b-1f2e3d4c5b6a"
Link = Callable[..., Any]
Set = Callable[..., None]


@pytest.fixture
def set_directory(settings: Any, directory_options: dict[str, str]) -> Set:
    """Sign on with the directory, with other options than usual where they are given."""

    def given(**options: str) -> None:
        settings.HUIYIN_SIGN_ON = (SignOnProvider("ldap", "ldap", "单位账号", {**directory_options, **options}),)

    given()
    return given


@pytest.fixture
def linked(cast: Cast, link: Link, set_directory: Set) -> Cast:
    """Two whom the directory knows, and an approver whom it doesn't."""
    link("handler", HANDLER_UUID, "ldap")
    link("nobody", PEOPLE[1][3], "ldap")
    link("approver", GONE, "ldap")
    return cast


def _named() -> list[tuple[int | None, str]]:
    found = Notice.objects.filter(template="account_left_directory").order_by("pk")
    return [(notice.officer_id, notice.params["path"]) for notice in found]


def test_the_directory_says_whom_it_knows(set_directory: Set, directory_options: dict[str, str]) -> None:
    subjects = [HANDLER_UUID, PEOPLE[1][3], GONE, "*", "", ")(uid=*"]
    assert Directory(directory_options).known(subjects) == {HANDLER_UUID, PEOPLE[1][3]}
    # Whom the filter leaves out can't sign on, and counts as gone.
    narrow = {**directory_options, "filter": "(&(objectClass=person)(uid=%(user)s)(!(uid=xianyun)))"}
    assert Directory(narrow).known(subjects) == {HANDLER_UUID}
    many = [f"{number:08x}-6d5c-4a1a-9a5b-1f2e3d4c5b6a" for number in range(120)]
    assert Directory(directory_options).known([*many, HANDLER_UUID]) == {HANDLER_UUID}


def test_ids_of_active_directory_are_looked_for_byte_by_byte(directory_options: dict[str, str]) -> None:
    asked: list[str] = []

    class Connection:
        def search_ext_s(self, _base: str, _scope: int, text: str, *_more: object, **_options: object) -> list[Any]:
            asked.append(text)
            return [("cn=x", {"objectGUID": [bytes(range(16))]}), (None, {})]

    directory = Directory({**directory_options, "subject": "objectGUID", "bind_dn": ""})
    subject = "03020100-0504-0706-0809-0a0b0c0d0e0f"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Directory, "_connection", lambda _self: nullcontext(Connection()))
        assert directory.known([subject, "no id"]) == {subject}
    assert "(objectGUID=\\00\\01\\02\\03\\04\\05\\06\\07\\08\\09\\0a\\0b\\0c\\0d\\0e\\0f)" in asked[0]


def test_an_administrator_hears_who_left_once_a_month(linked: Cast) -> None:
    accounts = Officer.objects.count()
    assert leavers_round(at=linked.at) == 1
    named = [(linked.officers["administrator"], f"/desk/organisation/officers/{linked.officers['approver']}/")]
    assert _named() == named
    leavers_round(at=linked.later(days=1))
    assert _named() == named
    leavers_round(at=linked.later(days=31))
    assert len(_named()) == 2
    # Nobody is shut by that, and whoever is in the directory without an account gets none.
    assert Officer.objects.filter(is_active=True).count() == accounts == Officer.objects.count()


def test_where_the_settings_say_so_the_account_is_shut(linked: Cast, set_directory: Set) -> None:
    set_directory(leavers="shut")
    leavers_round(at=linked.at)
    assert set(Officer.objects.filter(is_active=False).values_list("username", flat=True)) == {"approver"}
    assert leavers_round(at=linked.later(days=1)) == 0
    entries_sequence(at=linked.at)
    assert ledger_verify().problems == []


def test_administrators_and_accounts_for_bad_days_are_named_and_stay_open(
    linked: Cast, link: Link, settings: Any, set_directory: Set
) -> None:
    set_directory(leavers="shut")
    link("administrator", GONE.replace("9c5f", "8c5f"), "ldap")
    settings.HUIYIN_PASSWORDS_ONLY_FOR = ["approver"]
    # Of four two: no more than half.
    assert leavers_round(at=linked.at) == 2
    assert len(_named()) == 2 and not Officer.objects.filter(is_active=False).exists()


def test_where_most_are_missing_at_once_no_account_is_shut(linked: Cast, set_directory: Set) -> None:
    set_directory(leavers="shut", base="cn=reader,dc=example,dc=invalid")
    assert leavers_round(at=linked.at) == 3
    assert _named() == [(linked.officers["administrator"], "/desk/organisation/")]
    with pytest.raises(LeaversDoubtful):
        leavers_shut(leavers_found()[0], actor=system("organisation"), at=linked.at)
    assert not Officer.objects.filter(is_active=False).exists()


def test_while_the_directory_is_away_no_officer_is_gone(linked: Cast, set_directory: Set) -> None:
    set_directory(leavers="shut", url="ldap://127.0.0.1:9")
    with pytest.raises(DirectoryAway):
        leavers_round(at=linked.at)
    assert not _named() and not Officer.objects.filter(is_active=False).exists()


def test_the_command_names_them_and_shuts_on_request(linked: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("officers", "asking"):
        monkeypatch.setattr(f"huiyin.cli.organisation.{module}.begin", lambda: linked.at)
    filed = linked.file()
    linked.to_handler(filed)
    answer = CliRunner().invoke(officer, ["leavers"])
    assert answer.exit_code == 1 and "比对了 3 个连接，1 个人已经不在" in answer.output
    assert "approver（顾南亭）" in answer.output and Officer.objects.get(username="approver").is_active
    answer = CliRunner().invoke(officer, ["leavers", "--deactivate", "--yes"])
    assert answer.exit_code == 0 and "已停用 1 个" in answer.output, answer.output
    assert not Officer.objects.get(username="approver").is_active
    assert Matter.objects.get(pk=filed.matter_id).handler_id == linked.officers["handler"]
    assert CliRunner().invoke(officer, ["leavers"]).exit_code == 0


def test_the_worker_compares_once_a_day(linked: Cast) -> None:
    (part,) = (part for part in worker_parts() if part.name == "leavers")
    assert part.every == timedelta(days=1) and part.run(linked.at) == 1


def test_without_a_directory_there_is_nothing_to_compare(cast: Cast, settings: Any) -> None:
    settings.HUIYIN_SIGN_ON = ()
    assert leavers_found() == () and leavers_round(at=cast.at) == 0
