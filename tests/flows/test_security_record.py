"""The record of security events: what is in it, what never is, how it is read and taken elsewhere."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.test import Client

from huiyin.cli.settings import values_now
from huiyin.flows.security_events import installation_compare, sign_in_failure_on_record
from huiyin.flows.security_record import SecurityLine, csv_of, security_between, security_page, syslog_of
from huiyin.kernel.actor import Role
from huiyin.kernel.errors import NotAllowed
from huiyin.ledger.models import Entry
from huiyin.ledger.selectors import security_entries, security_months
from huiyin.ledger.services import EntryKept, entry_erase, security_record, security_record_sparely
from huiyin.orgs.services import (
    OfficerFacts,
    PostPlan,
    officer_password_set,
    officer_reactivate,
    officer_revise,
    post_create,
)
from huiyin.orgs.services.officers import officer_deactivate
from tests.cast import PASSWORD, SEED, Cast, keep_time
from tests.desk.conftest import Desk, desk  # noqa: F401

LOGIN = "/accounts/login/"
WRONG = "falsch-falsch-falsch"
UNKNOWN = "geheimes-passwort-im-falschen-feld"


@pytest.fixture(autouse=True)
def _now(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_time(cast, monkeypatch)
    cache.clear()


def _kinds() -> list[str]:
    found = Entry.objects.filter(kind__startswith="security.").order_by("id").values_list("kind", flat=True)
    return [kind.removeprefix("security.") for kind in found]


def _sign_in(username: str, password: str) -> None:
    Client().post(LOGIN, {"login": username, "password": password})


def _between(cast: Cast) -> list[SecurityLine]:
    return list(security_between(since=cast.at - timedelta(days=1), until=cast.at + timedelta(days=1)))


def test_signing_in_and_failing_are_on_record_without_what_was_typed(cast: Cast) -> None:
    known = _kinds()
    _sign_in("handler", PASSWORD)
    _sign_in("handler", WRONG)
    _sign_in(UNKNOWN, WRONG)
    assert _kinds()[len(known) :] == ["sign_in.done", "sign_in.failed", "sign_in.failed"]
    done, failed, unknown = _between(cast)[-3:]
    assert done.officer == failed.officer == "沈秋白"
    assert (unknown.officer, "officer" in unknown.facts) == ("", False)
    stored = repr(list(Entry.objects.values()))
    assert UNKNOWN not in stored and WRONG not in stored


def test_a_sign_in_that_has_to_wait_is_on_record(cast: Cast, settings: Any) -> None:
    for _ in range(7):
        _sign_in("handler", WRONG)
    assert "sign_in.locked" in _kinds()


def test_a_flood_of_failures_fills_no_ledger(cast: Cast) -> None:
    """Twenty an hour for each account; the twentieth says that there were more."""
    for _ in range(30):
        sign_in_failure_on_record(username="handler", at=cast.at)
    sign_in_failure_on_record(username="registrar", at=cast.at)
    sign_in_failure_on_record(username=UNKNOWN, at=cast.at)
    assert _kinds().count("sign_in.failed") == 22
    lines = [line for line in _between(cast) if line.kind == "security.sign_in.failed"]
    assert [line.facts.get("more_not_recorded") for line in lines].count("True") == 1
    sign_in_failure_on_record(username="handler", at=cast.at + timedelta(hours=1, minutes=1))
    assert _kinds().count("sign_in.failed") == 23


def test_many_failures_of_one_officer_leave_the_record_of_others_complete(cast: Cast) -> None:
    """Numbers 1 and 12 have their first figure in common."""
    for officer_id in (12, 1):
        for _ in range(20):
            security_record_sparely(kind="sign_in.failed", actor="system:gate", at=cast.at, officer_id=officer_id)
    assert _kinds().count("sign_in.failed") == 40
    assert not security_record_sparely(kind="sign_in.failed", actor="system:gate", at=cast.at, officer_id=12)


def test_the_database_changes_none_of_it(cast: Cast) -> None:
    sign_in_failure_on_record(username="handler", at=cast.at)
    entry = Entry.objects.filter(kind="security.sign_in.failed")
    for change in (lambda: entry.update(kind="x"), lambda: entry.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_it_is_kept_for_a_year(cast: Cast) -> None:
    """Also from whoever may erase entries."""
    sign_in_failure_on_record(username="handler", at=cast.at)
    entry = Entry.objects.get(kind="security.sign_in.failed")
    given: dict[str, Any] = {"actor": cast.actor("administrator"), "entry_id": entry.pk, "reason": "不想留着"}
    with pytest.raises(EntryKept):
        entry_erase(**given, at=cast.at + timedelta(days=365))
    entry_erase(**given, at=cast.at + timedelta(days=367))


def test_what_changed_in_settings_and_rulebooks_is_named_at_the_start(cast: Cast, settings: Any) -> None:
    values = {**values_now(), "HUIYIN_SMTP_PASSWORD": "streng-geheim", "HUIYIN_SITE_NAME": "甲"}
    assert installation_compare(values=values, at=cast.at) == []  # the first start has nothing to compare with
    assert installation_compare(values=values, at=cast.at) == []
    settings.HUIYIN_RULEBOOKS = ["cn-2022"]
    changed = installation_compare(values={**values, "HUIYIN_SMTP_PASSWORD": "ein-anderes"}, at=cast.at)
    assert "setting HUIYIN_SMTP_PASSWORD" in changed and "rulebook county.toml" in changed
    assert _kinds()[-2:] == ["settings.changed", "rulebook.changed"]
    stored = repr(list(Entry.objects.values("content")))
    assert "streng-geheim" not in stored and "ein-anderes" not in stored


def test_a_month_is_read_backwards_in_pages_and_by_sort(cast: Cast) -> None:
    for day in range(3):
        sign_in_failure_on_record(username="handler", at=cast.at + timedelta(hours=2 * day))
    month = f"{cast.at:%Y-%m}"
    first = security_entries(month=month, sort="sign_in", limit=2)
    rest = security_entries(month=month, sort="sign_in", before=first[-1].id, limit=2)
    assert (len(first), len(rest)) == (2, 1)
    assert first[0].id > first[1].id > rest[0].id
    assert security_entries(month="2025-01") == []
    months = security_months(since=cast.at - timedelta(days=70), until=cast.at)
    assert months == ["2026-03", "2026-02", "2026-01", "2025-12"]


def test_only_auditors_read_it(cast: Cast) -> None:
    assert security_page(actor=cast.actor("auditor"), month="2026-03", sort="", before=None, limit=5)
    for username in ("administrator", "mayor", "handler"):
        with pytest.raises(NotAllowed):
            security_page(actor=cast.actor(username), month="2026-03", sort="", before=None, limit=5)


def test_no_cell_becomes_a_formula(cast: Cast) -> None:
    line = SecurityLine(1, cast.at, "security.post.filled", "=x", "=HYPERLINK(1)", "@y", {"a": "b"})
    rows = list(csv.reader(io.StringIO(csv_of([line]).removeprefix("\ufeff"))))
    assert rows[1][2:5] == ["'=x", "'=HYPERLINK(1)", "'@y"]


def test_a_line_of_syslog_is_as_rfc_5424_has_it(cast: Cast) -> None:
    """Priority and version, time, host, program, no process, the kind, structured data; one line, escaped."""
    line = SecurityLine(
        7, cast.at, "security.sign_in.failed", "登录", "沈秋白", "系统", {"officer": "5", "x y": 'a"]\\\n'}
    )
    record = syslog_of(line)
    form = r"<84>1 2026-03-02T01:00:00\.000Z \S+ huiyin - security\.sign_in\.failed \[huiyin@32473 (.+)\]"
    found = re.fullmatch(form, record)
    assert found and found[1] == 'entry="7" officer="5" x_y="a\\"\\]\\\\ "'
    assert "沈秋白" not in record
    assert syslog_of(SecurityLine(8, cast.at, "security.sign_in.done", "", "", "", {})).startswith("<85>1 ")


def test_grants_and_posts_are_in_it(cast: Cast) -> None:
    post_create(plan=PostPlan(cast.units["town"], Role.HANDLER, "岗"), actor=SEED, at=cast.at)
    with transaction.atomic():
        security_record(kind="post.filled", actor=SEED.ref, at=cast.at, officer_id=cast.officers["handler"])
    line = _between(cast)[-1]
    assert (line.label, line.officer, line.actor) == ("职位 · 有人担任", "沈秋白", "系统")


def test_each_change_of_an_account_is_in_it_once_and_as_what_it_is(cast: Cast) -> None:
    officer_id = cast.officers["nobody"]
    before = len(_kinds())
    officer_password_set(officer_id=officer_id, password=f"{PASSWORD}-x", actor=SEED, at=cast.at)
    facts = OfficerFacts("闲云野", "", "0000-9")
    officer_revise(officer_id=officer_id, facts=facts, actor=SEED, at=cast.at)
    officer_deactivate(officer_id=officer_id, actor=SEED, at=cast.at)
    officer_reactivate(officer_id=officer_id, actor=SEED, at=cast.at)
    found = _kinds()[before:]
    assert [kind for kind in found if "revised" not in kind] == [
        "password.set", "account.deactivated", "account.reactivated"
    ]  # fmt: skip


def test_the_page_and_the_table(cast: Cast, desk: Desk) -> None:  # noqa: F811
    sign_in_failure_on_record(username="handler", at=cast.at)
    browser: Any = desk("auditor")
    page = browser.get("/desk/records/security/").text
    assert "登录 · 没有成功" in page and "沈秋白" in page
    assert "登录 · 没有成功" not in browser.get("/desk/records/security/?sort=grant").text
    assert browser.get("/desk/records/security/?month=1&before=x&sort=%00").status_code == 200
    table = browser.post("/desk/records/security/table/", {"month": "2026-03"})
    assert table.headers["Content-Type"].startswith("text/csv")
    assert "security.sign_in.failed" in table.content.decode()
    assert _kinds()[-1] == "record.exported"
    assert desk("administrator").get("/desk/records/security/").status_code == 403
    assert "security.sign_in" not in desk("administrator").get("/desk/records/").text


def test_duties_that_one_account_joined_before_stand_on_the_page(cast: Cast, desk: Desk, settings: Any) -> None:  # noqa: F811
    post_create(
        plan=PostPlan(cast.units["office"], Role.AUDITOR, "二", cast.officers["administrator"]),
        actor=SEED,
        at=cast.at,
    )
    assert "要分开的职责" not in desk("auditor").get("/desk/records/security/").text
    settings.HUIYIN_SEPARATE_DUTIES = True
    page = desk("auditor").get("/desk/records/security/").text
    assert "安若素 一个账号担任了几项要分开的职责：系统管理、审计" in page
