"""Whoever a matter is about sees the same desk, letter by letter, as if it had never been filed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from difflib import unified_diff
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from huiyin.desk.matter.registry import FORMS
from huiyin.documents.services import file_store
from huiyin.documents.services.letters import letters_print
from huiyin.flows.clock_round import clock_round
from huiyin.flows.digest_round import digest_round
from huiyin.flows.supervision_round import supervision_round
from huiyin.kernel.actor import Role
from huiyin.kernel.ids import new_matter_number
from huiyin.kernel.time import office_day
from huiyin.ledger.newest import main_path
from huiyin.ledger.services import checkpoint_sign, entries_sequence
from huiyin.matters.acceptance.services import matter_accept
from huiyin.matters.core.rules.states import Kind
from huiyin.matters.identity.services import matter_open_identity
from huiyin.matters.messages.services.petitioner import petitioner_write
from huiyin.matters.models import Attachment, Matter
from huiyin.matters.register.services.register import Registered
from huiyin.matters.respondents.services.naming import bar_add, matter_name_respondent
from huiyin.notices.hours import at_hour
from huiyin.notices.models import Notice
from huiyin.notices.rules import NoticeState
from huiyin.orgs.rules import Respondents
from huiyin.orgs.services import OfficerPlan, PostPlan, leave_set, officer_create, post_create, unit_move
from tests.attack.eyes import SECRET, Seen, seen_by
from tests.cast import SEED, Cast, keep_time
from tests.desk.conftest import Desk
from tests.portal.walker import Citizen

pytestmark = pytest.mark.both_databases

NOTHING = UUID(int=0)
HOUSING = ("housing_registrar", "housing_leader")
EVERY_ROLE = (
    *HOUSING, "handler", "handler_two", "approver", "drafting_approver", "housing_auditor", "housing_administrator",
)  # fmt: skip
OFFICE = ("registrar", "auditor", "administrator")
COUNTY = ("mayor", "handler")

Deed = Callable[[Cast], Registered]


@dataclass(frozen=True, slots=True)
class Observers:
    """Who looks in a case, and who of them presses every move."""

    who: tuple[str, ...]
    pressing: tuple[str, ...]


@pytest.fixture(autouse=True)
def _in_a_demo(cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """There the outbox stands open to everybody at the desk: the hardest case. Pages have the clock of the cast."""
    settings.HUIYIN_DEMO = True
    keep_time(cast, monkeypatch)


def _look(
    cast: Cast, desk: Desk, who: Iterable[str], number: str, pressing: Sequence[str], attachment_id: UUID = NOTHING
) -> dict[str, Seen]:
    return {
        username: seen_by(desk(username), number, attachment_id, FORMS if username in pressing else ())
        for username in who
    }


def _web(cast: Cast, respondent: str = "", *, kind: Kind = Kind.CLAIM, **about: str) -> Registered:
    """Filed by somebody with a browser, who answers the two questions in the form."""
    citizen = Citizen()
    citizen.write(requests=("查清",))
    subject = str(cast.categories["T111"])
    assert citizen.press("what", text=SECRET).status_code == 302
    assert citizen.press("where", place="云渡县柳荫镇云水小区").status_code == 302
    assert citizen.press("kind", kind=kind.value, category=subject).status_code == 302
    hide = {} if kind is Kind.ACCUSATION else {"hide": "others"}
    assert citizen.press("about", **{"respondent": respondent, **hide, **about}).status_code == 302
    assert citizen.send().status_code == 302
    number, code = citizen.receipt()
    return Registered(Matter.objects.get(number=number).pk, number, code, is_new=True)


def _with_file(cast: Cast, **given: Any) -> Registered:
    stored = file_store(content=BytesIO("证据".encode()), name="证据.txt", at=cast.at)
    return cast.file(text=SECRET, file_ids=(stored.pk,), **given)


def _named_later(cast: Cast) -> Registered:
    filed = _with_file(cast)
    cast.to_handler(filed)
    cast.draft(filed)
    matter_open_identity(actor=cast.actor("handler"), matter_id=filed.matter_id, purpose="核实情况", at=cast.at)
    matter_name_respondent(
        actor=cast.actor("approver"), matter_id=filed.matter_id, unit_id=cast.units["housing"], officer_id=None,
        text="住建局", at=cast.at,
    )  # fmt: skip
    return filed


def _officer_named_later(cast: Cast) -> Registered:
    filed = _with_file(cast)
    cast.to_handler(filed)
    matter_name_respondent(
        actor=cast.actor("approver"), matter_id=filed.matter_id, unit_id=None,
        officer_id=cast.officers["handler"], text="沈秋白", at=cast.at,
    )  # fmt: skip
    return filed


def _answered_by_others(cast: Cast) -> Registered:
    filed = _with_file(cast, respondent_unit_id=cast.units["education"])
    cast.answer(filed)
    return filed


def _accepted_above(cast: Cast) -> Registered:
    filed = _web(cast, "县政府")
    matter_accept(actor=cast.actor("commission_registrar"), matter_id=filed.matter_id, at=cast.at)
    return filed


def _barred_by_petitioner(cast: Cast) -> Registered:
    filed = _with_file(cast)
    cast.to_handler(filed)
    bar_add(actor=cast.petitioner(filed), matter_id=filed.matter_id, text="教育局、住建局", at=cast.at)
    return filed


def _several(cast: Cast) -> Registered:
    units = [cast.units["education"], cast.units["housing"]]
    return _with_file(cast, respondents=Respondents.of(units, [cast.officers["town_leader"]]))


def _unsettled(cast: Cast) -> Registered:
    """Somebody is meant whom nobody has recognised: it may be any of these."""
    return _web(cast, "管工程的那个人", kind=Kind.ACCUSATION)


def _claim_hidden(cast: Cast) -> Registered:
    return _web(cast, concerned="住建局", hide="concerned")


def _suggestion_hidden(cast: Cast) -> Registered:
    return _web(cast, concerned="县住房和城乡建设局", hide="concerned", kind=Kind.SUGGESTION)


def _inquiry_hidden(cast: Cast) -> Registered:
    return _web(cast, "县住建局", concerned="教育局", kind=Kind.INQUIRY)


def _accused(cast: Cast) -> Registered:
    return _web(cast, "局长楚天阔", concerned="住建局", kind=Kind.ACCUSATION)


CASES: dict[str, tuple[Deed, tuple[str, ...]]] = {
    "several at once": (_several, (*HOUSING, "education_registrar", "town_leader", "handler")),
    "whom the petitioner bars later": (_barred_by_petitioner, ("education_registrar", "handler", "housing_leader")),
    "somebody whom nobody has recognised": (_unsettled, ("mayor", "housing_leader", "auditor", "administrator")),
    "a unit": (lambda cast: _with_file(cast, respondent_unit_id=cast.units["housing"]), HOUSING),
    "a leader": (lambda cast: _with_file(cast, respondent_officer_id=cast.officers["housing_leader"]), HOUSING),
    "an approver": (lambda cast: _with_file(cast, respondent_officer_id=cast.officers["approver"]), HOUSING[:1]),
    "a handler": (lambda cast: _with_file(cast, respondent_officer_id=cast.officers["handler"]), ("handler",)),
    "a unit that was answering": (_named_later, ("handler", "approver", "housing_leader")),
    "a handler who was answering": (_officer_named_later, ("handler",)),
    "a unit, answered by another": (_answered_by_others, ("education_registrar", "education_handler")),
    "a unit that a claim is kept from": (_claim_hidden, HOUSING),
    "a unit that a suggestion is kept from": (_suggestion_hidden, HOUSING[:1]),
    "a unit that an inquiry is kept from": (_inquiry_hidden, HOUSING[:1]),
    "a unit and its head, accused": (_accused, (*HOUSING, "handler")),
    "the petition office": (lambda cast: _web(cast, "信访局"), OFFICE),
    "somebody of the petition office": (lambda cast: _web(cast, "信访局接访窗口的人"), OFFICE),
    "its registrar": (lambda cast: _web(cast, "信访局 穆清和"), ("registrar",)),
    "its registrar, written together": (lambda cast: _web(cast, "云渡县信访局的穆清和"), ("registrar",)),
    "its registrar, by name alone": (lambda cast: _web(cast, "穆清和"), ("registrar",)),
    "its leader": (lambda cast: _web(cast, "严知行局长"), OFFICE),
    "the administrator": (lambda cast: _web(cast, "安若素"), ("administrator",)),
    "the auditor": (lambda cast: _web(cast, "信访局钟正声"), ("auditor",)),
    "a leader elsewhere": (lambda cast: _web(cast, "住建局局长楚天阔"), HOUSING),
    "the mayor": (lambda cast: _web(cast, "江望舒"), COUNTY),
    "the county": (_accepted_above, COUNTY),
    "the commission": (lambda cast: _web(cast, "纪委监委"), ("commission_registrar", "commission_handler")),
}  # fmt: skip


# Whole units of which the housing bureau is one.
OF_HOUSING = (
    "a unit", "several at once", "a unit that a claim is kept from", "a unit and its head, accused",
    "whom the petitioner bars later", "a unit that was answering", "somebody whom nobody has recognised",
)  # fmt: skip
_LONG_OVERDUE = 75

# One of each sort of bar presses every move there is, each on one database; the others differ in how the house learnt
# of it. The long tests press everything everywhere.
_PRESSING = {
    "sqlite": ("a unit", "the petition office"),
    "postgresql": ("a unit that was answering",),
}[connection.vendor]


# The case to which all roles of the housing bureau look in every run.
_WHOLE_UNIT = {"sqlite": "a unit", "postgresql": ""}

# Looked at besides, in every run: how a bar comes about is one of these; other cases differ in words or in who it is.
_ONLY_PAGES = {
    "sqlite": ("a handler", "a unit that a claim is kept from"),
    "postgresql": ("several at once", "whom the petitioner bars later", "somebody whom nobody has recognised"),
}[connection.vendor]


def test_the_desk_is_as_if_nothing_had_been_filed(cast: Cast, desk: Desk) -> None:
    """One case after the other, each undone; where the case is one of those, the first of them presses every move.

    To one of them every role of the accused unit looks.
    """
    _appoint(cast)
    all_of_it = _WHOLE_UNIT[connection.vendor]
    looks = {
        case: Observers(EVERY_ROLE if case == all_of_it else CASES[case][1], CASES[case][1][: case in _PRESSING])
        for case in (*_PRESSING, *_ONLY_PAGES)
    }
    _assert_nothing_changes(cast, desk, looks)


@pytest.mark.long
@pytest.mark.parametrize("case", sorted(CASES))
def test_no_move_tells_that_something_was_filed(cast: Cast, desk: Desk, case: str) -> None:
    who = CASES[case][1]
    _assert_nothing_changes(cast, desk, {case: Observers(who, who)})


@pytest.mark.long
@pytest.mark.parametrize("case", OF_HOUSING)
def test_no_role_of_the_accused_unit_sees_a_difference(cast: Cast, desk: Desk, case: str) -> None:
    _appoint(cast)
    _assert_nothing_changes(cast, desk, {case: Observers(EVERY_ROLE, ())})


def _appoint(cast: Cast) -> None:
    """Who audits and who administers, as officers of the accused unit."""
    for username, role in (("housing_auditor", Role.AUDITOR), ("housing_administrator", Role.ADMINISTRATOR)):
        cast.officers[username] = officer_create(plan=OfficerPlan(username, username), actor=SEED, at=cast.at).pk
        plan = PostPlan(cast.units["housing"], role, str(role), cast.officers[username])
        post_create(plan=plan, actor=SEED, at=cast.at)


def _assert_nothing_changes(cast: Cast, desk: Desk, looks: dict[str, Observers]) -> None:
    """By case. Everybody looks once before; that is held against what they see after each of the cases."""
    cast.accept(cast.file(text="路灯坏了", title="路灯"))
    _into_the_ledger(cast)
    who = {username for look in looks.values() for username in look.who}
    pressing = {username for look in looks.values() for username in look.pressing}
    before = _look(cast, desk, sorted(who), new_matter_number(office_day(cast.at)), sorted(pressing))
    notified_before = _notices_by_officer(cast)
    for case, look in looks.items():
        with _undone(cast, desk, look.who):
            filed = CASES[case][0](cast)
            _into_the_ledger(cast)
            attachment = Attachment.objects.filter(matter_id=filed.matter_id).values_list("pk", flat=True).first()
            after = _look(cast, desk, look.who, filed.number, look.pressing, attachment or NOTHING)
            for username in look.who:
                assert after[username]["search 云水"][0] in {200, 403}, "nobody is signed out"
                changed = [name for name, seen in after[username].items() if before[username][name] != seen]
                assert not changed, (
                    case,
                    username,
                    changed,
                    _difference(before[username], after[username], changed[0]),
                )
            notified = _notices_by_officer(cast)
            for username in look.who:
                officer_id = cast.officers[username]
                assert notified.get(officer_id) == notified_before.get(officer_id), (case, username)


@contextmanager
def _undone(cast: Cast, desk: Desk, who: Iterable[str]) -> Iterator[None]:
    """What is done inside is as if it hadn't been: the database, the time, what was signed, browsers' cookies."""
    at, signed = cast.at, main_path().read_bytes()
    cookies = {username: deepcopy(desk(username).cookies) for username in who}
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)
    cast.at = at
    main_path().write_bytes(signed)
    for username, kept in cookies.items():
        desk(username).cookies = kept


def _notices_by_officer(cast: Cast) -> dict[int | None, list[tuple[Any, ...]]]:
    """What officers are told until everything is long overdue, digests and reminders included; then it is undone."""
    point = transaction.savepoint()
    at = at_hour(office_day(cast.at) + timedelta(days=_LONG_OVERDUE), 18)
    while clock_round(at=at).more:
        pass
    supervision_round(at=at)
    digest_round(at=at)
    found: dict[int | None, list[tuple[Any, ...]]] = {}
    for notice in (
        Notice.objects.exclude(officer_id=None).exclude(state=NoticeState.LEFT_OUT).order_by("template", "id")
    ):
        found.setdefault(notice.officer_id, []).append((notice.template, sorted(notice.params.items()), notice.state))
    transaction.savepoint_rollback(point)
    return {officer_id: sorted(rows) for officer_id, rows in found.items()}


def test_no_notice_is_made_for_whom_it_is_about(cast: Cast) -> None:
    """Not even one that a digest leaves out later: the registrar of the very unit that has it, and their deputy."""
    leave_set(
        officer_id=cast.officers["registrar"], deputy_id=cast.officers["office_approver"],
        starts_on=office_day(cast.at), ends_on=office_day(cast.at) + timedelta(days=90),
        actor=cast.actor("registrar"), at=cast.at,
    )  # fmt: skip
    filed = CASES["its registrar, by name alone"][0](cast)
    assert cast.matter(filed).lead_unit_id == cast.units["office"]
    petitioner_write(actor=cast.petitioner(filed), matter_id=filed.matter_id, body="请尽快。", at=cast.at)
    for days in (1, 20, 40, _LONG_OVERDUE):
        at = at_hour(office_day(cast.at) + timedelta(days=days), 18)
        while clock_round(at=at).more:
            pass
        supervision_round(at=at)
    notified = set(Notice.objects.filter(officer_id__isnull=False).values_list("officer_id", flat=True))
    assert notified == {cast.officers["office_leader"]}


def _into_the_ledger(cast: Cast) -> None:
    letters_print(at=cast.at)
    entries_sequence(at=cast.at)
    checkpoint_sign(at=cast.at)


def _difference(before: Seen, after: Seen, name: str) -> str:
    return "\n".join(unified_diff(before[name][1].splitlines(), after[name][1].splitlines(), lineterm="", n=0))


def test_a_unit_that_comes_under_the_respondent_is_barred_from_then_on(cast: Cast, desk: Desk) -> None:
    filed = _with_file(cast, respondent_unit_id=cast.units["housing"])
    unit_move(unit_id=cast.units["office"], parent_id=cast.units["housing"], actor=SEED, at=cast.at)
    for seen in seen_by(desk("registrar"), filed.number, NOTHING).values():
        assert SECRET[:8] not in seen[1].replace(SECRET, "")
    assert desk("registrar").get(f"/desk/matters/{filed.number}/").status_code == 404
