"""Auditors narrow the ledger and the openings, look up one entry, keep its proof, and take tables out."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.desk.records.cursors import cursor_at
from huiyin.desk.records.forms import CONTEXTS
from huiyin.flows import audit
from huiyin.flows.audit import (
    DaysReversed,
    DaysTooMany,
    PlacesUsedUp,
    Wanted,
    entries_export,
    entries_found,
    entry_at_place,
    entry_filter,
    entry_proof,
    opening_filter,
    openings_by_office,
    openings_export,
)
from huiyin.flows.records import ledger_page
from huiyin.kernel.errors import NotAllowed, NotThere
from huiyin.kernel.refs import Ref
from huiyin.kernel.time import office_day
from huiyin.ledger.models import Entry
from huiyin.ledger.names import entry_kinds
from huiyin.ledger.rules.proof import proof_check
from huiyin.ledger.selectors import entries_of, verifier_key
from huiyin.ledger.services import checkpoint_sign, entries_sequence, entry_append
from huiyin.matters.identity.services import matter_open_identity
from huiyin.matters.register.services.register import Registered
from huiyin.matters.respondents.services.naming import matter_name_respondent
from huiyin.orgs.models import Officer
from huiyin.orgs.selectors import posts_of_officer, unit_view
from huiyin.orgs.services import UnitFacts, post_fill, unit_revise
from huiyin.vault.services import OpeningFilter
from tests.cast import SEED, Cast
from tests.desk.conftest import Desk

DAY = "first=2026-03-02&last=2026-03-02"
_DAY = {"first": "2026-03-02", "last": "2026-03-02"}


def _sequence(cast: Cast) -> None:
    entries_sequence(at=cast.at)
    checkpoint_sign(at=cast.at)


def _lines(page: str) -> list[str]:
    return re.findall(r"<tr><td.*?</tr>", page, re.DOTALL)


def _kinds(client: Client, query: str) -> set[str]:
    page = client.get(f"/desk/records/?{query}")
    assert page.status_code == 200, query
    return set(re.findall(r'<span class="hint">([a-z_.]+)</span>', page.text))


def _bar(cast: Cast, filed: Registered) -> None:
    matter_name_respondent(
        actor=cast.actor("office_leader"), matter_id=filed.matter_id, unit_id=None,
        officer_id=cast.officers["auditor"], text="", at=cast.at,
    )  # fmt: skip


def _shown(cast: Cast) -> int:
    """The place of an entry that the auditor may see."""
    return ledger_page(actor=cast.actor("auditor"), before=None, limit=1)[0].seq or 0


def test_entries_are_narrowed_by_day_kind_and_unit(cast: Cast, desk: Desk) -> None:
    cast.accept(cast.file())
    cast.later(days=3)
    cast.to_handler(cast.file())
    _sequence(cast)
    client = desk("auditor")
    assert "matters.matter.accepted" in _kinds(client, DAY)
    assert "matters.matter.handler_assigned" not in _kinds(client, DAY)
    assert "matters.matter.handler_assigned" in _kinds(client, "first=2026-03-05&last=2026-03-05")
    accepted = Entry.objects.filter(kind="matters.matter.accepted").first()
    assert accepted is not None
    assert accepted.kind in {kinds[0] for kinds in entry_kinds().values()}
    assert _kinds(client, f"first=2026-03-01&last=2026-03-31&kind={accepted.kind}") == {accepted.kind}
    office = _kinds(client, "first=2026-03-01&last=2026-03-31&unit=信访局")
    assert "matters.matter.accepted" in office and not office & {"clocks.clock.started", "matters.matter.registered"}
    assert _kinds(client, "first=2026-03-01&last=2026-03-31&unit=教育局") == set()
    # As people call it, too.
    assert _kinds(client, "first=2026-03-01&last=2026-03-31&unit=县信访局") == office


def test_the_kinds_to_choose_from_stand_by_parts_of_the_system(cast: Cast, desk: Desk) -> None:
    select = re.search(r'<select name="kind".*?</select>', desk("auditor").get("/desk/records/").text, re.S)
    assert select
    groups = re.findall(r'<optgroup label="([^"]+)">', select[0])
    assert groups[:2] == ["事项", "时限和规则"] and len(groups) == len(set(groups)) > 8
    assert select[0].count("<option ") == len(entry_kinds()) + 1
    # A part that nobody has named here would stand among the others.
    assert {kinds[0].partition(".")[0] for kinds in entry_kinds().values()} <= set(CONTEXTS)


def test_who_left_a_unit_answers_for_the_time_there_and_no_more(cast: Cast) -> None:
    cast.accept(cast.file())
    post = posts_of_officer(officer_id=cast.officers["registrar"])[0]
    post_fill(post_id=post.id, officer_id=cast.officers["nobody"], actor=SEED, at=cast.later(days=1))
    with transaction.atomic():
        entry_append(
            kind="ledger.keys.recorded", subject=Ref("ledger", "keys"), at=cast.later(days=1),
            actor=f"officer:{cast.officers['registrar']}",
        )  # fmt: skip
    _sequence(cast)
    first, last = office_day(cast.at - timedelta(days=9)), office_day(cast.at)
    wanted = Wanted(unit="信访局", first=first, last=last)
    _wanted, only = entry_filter(actor=cast.actor("auditor"), wanted=wanted, today=last)
    kinds = {entry.kind for entry in entries_found(actor=cast.actor("auditor"), only=only, beyond=(), limit=50)}
    assert "matters.matter.accepted" in kinds and "ledger.keys.recorded" not in kinds


def test_a_matter_is_read_from_its_beginning_with_what_leads_to_it(cast: Cast, desk: Desk) -> None:
    filed, other = cast.file(), cast.file()
    cast.to_handler(filed)
    _sequence(cast)
    client = desk("auditor")
    for number in (filed.number, f"{filed.number[:8]}-{filed.number[8:12]}-{filed.number[12:]}", filed.matter_id):
        page = client.get(f"/desk/records/?number={number}").text
        codes = re.findall(r'<span class="hint">([a-z_.]+)</span>', page)
        assert codes[0] == "matters.matter.registered" and "matters.matter.handler_assigned" in codes
        assert str(other.matter_id) not in page
    beyond: tuple[int, ...] = ()
    wanted, seen = Wanted(number=filed.number), []
    _wanted, only = entry_filter(actor=cast.actor("auditor"), wanted=wanted, today=office_day(cast.at))
    while found := entries_found(actor=cast.actor("auditor"), only=only, beyond=beyond, limit=2):
        seen += [entry.seq or 0 for entry in found]
        beyond = only.mark(found[-1])
    assert seen == sorted(set(seen)) and len(seen) == len(codes)


def test_a_matter_that_bars_is_as_one_that_is_not_there(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    _bar(cast, filed)
    _sequence(cast)
    client = desk("auditor")
    numbers = (filed.number, str(filed.matter_id), "2026030200000000", "nonsense")
    pages = [client.get(f"/desk/records/?number={number}") for number in numbers]
    assert [page.status_code for page in pages] == [422] * 4
    assert all("记录里没有这个编号的事项" in page.text and not _lines(page.text) for page in pages)
    place = Entry.objects.filter(subject=f"matter:{filed.matter_id}").values_list("seq", flat=True)[0]
    answers = [client.post("/desk/records/place/", {"place": seq}) for seq in (place, 10**9)]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert all("这里没有列出这个序号的记录" in answer.text and not _lines(answer.text) for answer in answers)
    token = cursor_at(place or 0)
    assert client.post("/desk/records/proof/", {"entry": token}).status_code == 404
    assert str(filed.matter_id) not in client.post("/desk/records/table/", _DAY).content.decode()
    assert str(filed.matter_id) not in client.get(f"/desk/records/?{DAY}").text


def test_pages_of_days_follow_each_other_without_gap_or_repetition(cast: Cast, desk: Desk) -> None:
    for _ in range(25):
        cast.file()
    _sequence(cast)
    client, address, seen, statements = desk("auditor"), f"/desk/records/?{DAY}", 0, set()
    client.get(address)
    while address:
        with CaptureQueriesContext(connection) as captured:
            page = client.get(address).text
        statements.add(len(captured))
        seen += len(_lines(page))
        following = re.search(r'href="(/desk/records/\?[^"]*before=[^"]+)"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    assert seen == Entry.objects.filter(at=cast.at).exclude(kind__startswith="security.").count() > 50
    assert max(statements) <= 9
    with CaptureQueriesContext(connection) as captured:
        client.get(f"/desk/records/?{DAY}&unit=信访局&kind=matters.matter.accepted")
    assert len(captured) <= 12


def test_what_can_not_be_is_answered_with_a_sentence(cast: Cast, desk: Desk) -> None:
    client = desk("auditor")
    wrong = {
        "first=2026-02-31": "日期",
        "first=2026-03-02&last=2026-03-01": "截止日期不能早于起始日期",
        "first=2020-03-02&last=2026-03-01": "一次最多看 366 天",
        "unit=没有的局": "没有叫“没有的局”的单位",
        "kind=没有的事": "选",
    }
    for query, sentence in wrong.items():
        page = client.get(f"/desk/records/?{query}")
        assert page.status_code == 422 and sentence in page.text, query
    page = client.get("/desk/records/openings/?officer=查无此人")
    assert page.status_code == 422 and "没有叫“查无此人”的工作人员" in page.text
    for place in ("0", "-1", "abc", "一", "9" * 30):
        page = client.post("/desk/records/place/", {"place": place})
        assert page.status_code == 422 and "序号是从 1 开始的整数" in page.text


def test_a_table_has_its_days_for_every_caller(cast: Cast) -> None:
    """Without a page that has filled them in, and of one matter all of them."""
    filed = cast.file()
    matter_open_identity(actor=cast.actor("registrar"), matter_id=filed.matter_id, purpose="约人来访", at=cast.at)
    _sequence(cast)
    actor = cast.actor("auditor")
    at, year = cast.later(days=89), timedelta(days=366)
    day = office_day(at)
    for export in (entries_export, openings_export):
        assert export(actor=actor, wanted=Wanted(unit="信访局"), at=at)
        assert not export(actor=actor, wanted=Wanted(unit="信访局"), at=at + timedelta(days=1))
        for first, refusal in ((day - year, DaysTooMany), (day + timedelta(days=1), DaysReversed)):
            with pytest.raises(refusal):
                export(actor=actor, wanted=Wanted(first=first, last=day), at=at)
        with pytest.raises(NotThere):
            export(actor=actor, wanted=Wanted(), at=at)
    facts = [entry.facts["only"] for entry in entries_of(subject="ledger:audit")]
    assert facts[0] == {"unit": "信访局", "first": "2026-03-02", "last": "2026-05-30"}
    assert len(facts) == 4
    assert entries_export(actor=actor, wanted=Wanted(number=filed.number), at=at + 2 * year)
    # A caller may name the calendar's first or last day, which no form takes.
    for edge in (date.min, date.max):
        assert not entries_export(actor=actor, wanted=Wanted(unit="信访局", last=edge), at=at)


def test_an_entry_is_found_by_its_number_and_its_proof_holds_without_us(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    _sequence(cast)
    entry = Entry.objects.filter(subject=f"matter:{filed.matter_id}").order_by("seq")[0]
    client = desk("auditor")
    page = client.post("/desk/records/place/", {"place": entry.seq}).text
    assert len(_lines(page)) == 1 and entry.kind in page
    token = re.search(r'name="entry" value="([^"]+)"', page)
    assert token
    answer = client.post("/desk/records/proof/", {"entry": token[1]})
    assert answer["Content-Disposition"] == f'attachment; filename="{entry.seq}.tlog-proof"'
    proof, _note = proof_check(answer.content.decode(), verifier_key())
    assert proof.index + 1 == entry.seq and proof.opening.subject == entry.subject
    assert proof.opening.kind == entry.kind
    kinds = Entry.objects.filter(subject="ledger:audit").order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["ledger.place.searched", "ledger.proof.issued"]


def test_places_are_asked_so_often_in_a_day(cast: Cast) -> None:
    """Else a gap between two would be found by trying them all."""
    cast.file()
    _sequence(cast)
    actor = cast.actor("auditor")
    for place in range(39):
        entry_at_place(actor=actor, place=str(place + 1), at=cast.at)
    entry_proof(actor=actor, seq=_shown(cast), at=cast.at)
    with pytest.raises(PlacesUsedUp):
        entry_at_place(actor=actor, place="1", at=cast.at)
    with pytest.raises(PlacesUsedUp):
        entry_proof(actor=actor, seq=_shown(cast), at=cast.at)
    entry_at_place(actor=actor, place="1", at=cast.later(days=1))


def test_what_is_narrowed_leaves_as_a_table_without_formulas_and_is_on_record(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    matter_open_identity(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, purpose="=HYPERLINK(1)", at=cast.at
    )
    _sequence(cast)
    client = desk("auditor")
    page = client.get(f"/desk/records/?{DAY}").text
    answer = client.post("/desk/records/table/", _DAY)
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[2] for row in rows[1:51]] == re.findall(r'<span class="hint">([a-z_.]+)</span>', page)
    assert len(rows) > 51 and rows[0][0] == "时间"
    answer = client.post("/desk/records/openings/table/", _DAY | {"unit": "信访局"})
    (_head, row) = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert row[1:4] == ["云渡县信访局", "穆清和", "'=HYPERLINK(1)"]
    facts = [entry.facts for entry in entries_of(subject="ledger:audit")]
    assert [(fact["lines"], fact["only"]["last"]) for fact in facts] == [  # type: ignore[index, call-overload]
        (len(rows) - 1, "2026-03-02"), (1, "2026-03-02"),
    ]  # fmt: skip


def test_a_table_that_is_too_long_is_refused_whole(cast: Cast, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.file()
    _sequence(cast)
    monkeypatch.setattr(audit, "TABLE_MOST", 2)
    answer = desk("auditor").post("/desk/records/table/", _DAY)
    assert answer.status_code == 409 and "这个范围超过 2 条" in answer.text
    assert not Entry.objects.filter(kind="ledger.list.exported").exists()


def test_openings_are_narrowed_by_unit_and_officer_and_counted_for_each_office(cast: Cast, desk: Desk) -> None:
    filed, barred, fresh = cast.file(), cast.file(), cast.file()
    cast.to_handler(filed)
    for who, matter, purpose in (
        ("registrar", fresh, "约人来访"), ("handler", filed, "核实情况"), ("handler", filed, "再次核实"),
        ("registrar", barred, "不该看到"),
    ):  # fmt: skip
        matter_open_identity(actor=cast.actor(who), matter_id=matter.matter_id, purpose=purpose, at=cast.at)
    _bar(cast, barred)
    client = desk("auditor")
    counted = client.get(f"/desk/records/openings/?{DAY}").text
    assert "<td>云渡县信访局</td><td>1</td>" in counted and "<td>云渡县住房和城乡建设局</td><td>2</td>" in counted
    by_unit = client.get(f"/desk/records/openings/?{DAY}&unit=住建局").text
    assert "再次核实" in by_unit and "约人来访" not in by_unit
    by_officer = client.get(f"/desk/records/openings/?{DAY}&officer=穆清和").text
    assert "约人来访" in by_officer and "核实情况" not in by_officer and "不该看到" not in by_officer
    assert "不该看到" not in counted


def test_two_of_one_name_are_both_found(cast: Cast, desk: Desk) -> None:
    filed, fresh = cast.file(), cast.file()
    cast.to_handler(filed)
    for who, matter, purpose in (("registrar", fresh, "约人来访"), ("handler", filed, "核实情况")):
        matter_open_identity(actor=cast.actor(who), matter_id=matter.matter_id, purpose=purpose, at=cast.at)
    Officer.objects.filter(username="handler").update(display_name="穆清和")
    page = desk("auditor").get(f"/desk/records/openings/?{DAY}&officer=穆清和").text
    assert "约人来访" in page and "核实情况" in page
    # By the office they are told apart.
    assert page.count("<td>云渡县信访局</td>") == page.count("<td>云渡县住房和城乡建设局</td>") == 2


def test_that_somebody_looked_is_among_the_entries_of_the_matter_without_the_purpose(cast: Cast, desk: Desk) -> None:
    """And the list of openings, which has the purpose, isn't searched by matter."""
    filed = cast.file()
    matter_open_identity(actor=cast.actor("registrar"), matter_id=filed.matter_id, purpose="约人来访", at=cast.at)
    _sequence(cast)
    page = desk("auditor").get(f"/desk/records/?number={filed.number}").text
    assert "vault.identity.opened" in page and "穆清和" in page and "约人来访" not in page
    wanted, day = Wanted(number=filed.number), office_day(cast.at)
    assert opening_filter(actor=cast.actor("auditor"), wanted=wanted, today=day) == (Wanted(), OpeningFilter())
    with pytest.raises(NotThere):
        openings_export(actor=cast.actor("auditor"), wanted=wanted, at=cast.at)


def test_openings_under_a_former_name_of_a_unit_are_found(cast: Cast) -> None:
    filed = cast.file()
    matter_open_identity(actor=cast.actor("registrar"), matter_id=filed.matter_id, purpose="约人来访", at=cast.at)
    view = unit_view(unit_id=cast.units["office"])
    unit_revise(
        unit_id=view.id, facts=UnitFacts(name="云渡县信访工作局", short_name=view.short_name, kind=view.kind),
        actor=SEED, at=cast.at,
    )  # fmt: skip
    wanted, today = Wanted(unit="云渡县信访工作局"), office_day(cast.at)
    _wanted, only = opening_filter(actor=cast.actor("auditor"), wanted=wanted, today=today)
    assert only.offices == ("云渡县信访局", "云渡县信访工作局")
    assert openings_by_office(actor=cast.actor("auditor"), only=only) == [("云渡县信访局", 1)]


def test_only_auditors_narrow_anything(cast: Cast, desk: Desk) -> None:
    page = desk("administrator").get(f"/desk/records/?{DAY}&kind=受理")
    assert page.status_code == 200 and "取证明" not in page.text and "缩小范围" not in page.text
    for who in ("administrator", "registrar", "office_leader"):
        with pytest.raises(NotAllowed):
            entry_filter(actor=cast.actor(who), wanted=Wanted(unit="信访局"), today=office_day(cast.at))
        with pytest.raises(NotAllowed):
            entry_at_place(actor=cast.actor(who), place="1", at=cast.at)
        with pytest.raises(NotAllowed):
            entry_proof(actor=cast.actor(who), seq=1, at=cast.at)
