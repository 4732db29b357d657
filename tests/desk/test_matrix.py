"""Every address of the desk for every role: what isn't listed here fails."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from huiyin.kernel.actor import UNIT_STAFF, Role
from huiyin.orgs.selectors import posts_of_unit
from huiyin.orgs.services import OfficerPlan, PostPlan, officer_create, post_create
from tests.cast import AT, SEED, Cast
from tests.desk.conftest import Desk

NOTHING = UUID(int=0)
ALL = frozenset(Role)
LISTS = {
    "mine": {Role.HANDLER},
    "arrivals": {Role.REGISTRAR, Role.APPROVER, Role.LEADER},
    "approvals": {Role.APPROVER, Role.LEADER},
    "to_serve": {Role.REGISTRAR, Role.APPROVER, Role.LEADER},
    "unit": {Role.REGISTRAR, Role.APPROVER, Role.LEADER},
    "below": {Role.LEADER},
    "reviews": {Role.REVIEWER},
    "assist": {Role.HANDLER, Role.REGISTRAR, Role.APPROVER},
}
REGISTRARS = frozenset({Role.REGISTRAR})
LEADERS = frozenset({Role.LEADER})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
WATCHING = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
# Registrars and leaders arrange their unit's reception; a day or a booking that isn't theirs isn't there.
RECEIVING = frozenset({Role.REGISTRAR, Role.LEADER})
# Managers and handlers report for their unit; a return or a scheme that isn't theirs isn't there.
REPORTING = frozenset({Role.REGISTRAR, Role.HANDLER, Role.APPROVER, Role.LEADER})
# Who does the work of a unit has tasks.
STAFF = frozenset(UNIT_STAFF)
# The matter of this test is with the petition office: its registrar, approver and leader see it.
OFFICE = frozenset({Role.REGISTRAR, Role.APPROVER, Role.LEADER})

# name: (method, who may, what they get, what everybody else with a post gets)
MATRIX: dict[str, tuple[str, frozenset[Role], int, int]] = {
    "work_list_filter_drop": ("POST", frozenset(), 404, 404),
    "work_list_filter_pin": ("POST", frozenset(), 404, 404),
    "keys": ("GET", ALL, 200, 403),
    "home": ("GET", ALL, 200, 403),
    "search": ("GET", ALL, 200, 403),
    "unit_options": ("GET", ALL, 200, 403),
    "register": ("GET", REGISTRARS, 200, 403),
    "register_suggest": ("POST", REGISTRARS, 200, 403),
    "register_keep": ("POST", REGISTRARS, 302, 403),
    "register_draft_clear": ("POST", REGISTRARS, 302, 403),
    "register_small": ("GET", frozenset(), 404, 404),
    "receipt": ("GET", ALL, 404, 404),
    "receipt_download": ("GET", ALL, 302, 302),
    "matter": ("GET", OFFICE, 200, 404),
    "matter_move": ("POST", OFFICE, 422, 404),
    "matter_keep": ("POST", OFFICE, 302, 404),
    "matter_draft_clear": ("POST", ALL, 302, 403),
    "drafts": ("GET", ALL, 200, 403),
    "draft": ("GET", frozenset(), 404, 404),
    "draft_clear": ("POST", frozenset(), 404, 404),
    "draft_hand": ("GET", frozenset(), 404, 404),
    "draft_take_back": ("POST", frozenset(), 404, 404),
    "draft_file": ("GET", frozenset(), 404, 404),
    "draft_small": ("GET", frozenset(), 404, 404),
    "matter_file": ("GET", frozenset(), 404, 404),
    "matter_picture": ("GET", frozenset(), 404, 404),
    "matter_small": ("GET", frozenset(), 404, 404),
    "matter_reply_pdf": ("GET", frozenset(), 404, 404),
    "matter_sealed_file": ("POST", OFFICE, 403, 404),
    "representative_receipt": ("POST", frozenset(), 404, 404),
    "letters": ("GET", OFFICE, 200, 404),
    "letter_pdf": ("GET", frozenset(), 404, 404),
    "letter_word": ("GET", frozenset(), 404, 404),
    "letter_receipt": ("GET", frozenset(), 404, 404),
    # A step that leaves no letter that is typed.
    "letter_preview": ("POST", frozenset(), 404, 404),
    "letter_ofd": ("GET", frozenset(), 404, 404),
    "recommendation_letter": ("GET", frozenset(), 404, 404),
    "letter_registration": ("GET", OFFICE, 200, 404),
    "matter_whole": ("POST", OFFICE, 200, 404),
    "matter_archive": ("POST", OFFICE, 200, 404),
    "jobs": ("GET", ALL, 200, 403),
    "job_file": ("GET", frozenset(), 404, 404),
    "job_drop": ("POST", frozenset(), 404, 404),
    "leave": ("GET", frozenset(Role), 200, 403),
    "leave_end": ("POST", frozenset(), 404, 404),
    "grants": ("GET", ALL, 200, 403),
    "news": ("GET", ALL, 200, 403),
    "bell": ("GET", ALL, 200, 403),
    "bell_seen": ("POST", frozenset(), 404, 404),
    "bell_open": ("GET", frozenset(), 404, 404),
    "account": ("GET", frozenset(Role), 200, 403),
    "account_codes": ("GET", frozenset(Role), 200, 403),
    "account_code": ("POST", frozenset(), 404, 404),
    "sign_on_links": ("GET", frozenset(Role), 200, 403),
    "sign_on_link": ("POST", frozenset(), 404, 404),
    "grant": ("GET", frozenset(), 404, 404),
    "overview": ("GET", frozenset(), 302, 302),
    "seal_key": ("GET", frozenset(Role), 200, 403),
    "supervision": ("GET", OFFICE, 200, 403),
    "call_backs": ("GET", frozenset({Role.REGISTRAR, Role.HANDLER}), 200, 403),
    "sponsored": ("GET", frozenset({Role.LEADER}), 200, 403),
    "owned": ("GET", OFFICE, 200, 403),
    "owned_sheet": ("POST", OFFICE, 200, 403),
    "owned_batches": ("GET", OFFICE, 200, 403),
    "owned_batch_make": ("GET", OFFICE, 200, 403),
    "owned_batch": ("GET", OFFICE, 404, 403),
    "owned_batch_sheet": ("POST", OFFICE, 404, 403),
    "plan_periods": ("GET", REPORTING, 200, 403),
    # The petition office begins one for the unit above it.
    "plan_period_begin": ("GET", RECEIVING, 200, 403),
    "plan_period": ("GET", REPORTING, 404, 403),
    "plan_period_choose": ("GET", frozenset(), 404, 404),
    "plan_period_sheet": ("POST", REPORTING, 404, 403),
    "plan_period_revise": ("GET", frozenset(), 404, 404),
    "plan_period_end": ("GET", frozenset(), 404, 404),
    "causes": ("GET", OFFICE, 200, 403),
    "causes_table": ("GET", OFFICE, 200, 403),
    # Nobody is below the petition office.
    "look_backs": ("GET", frozenset(), 403, 403),
    # Leaders have receptions, and people who have booked those may have to be called.
    "explanations": ("GET", frozenset({Role.REGISTRAR, Role.APPROVER, Role.HANDLER, Role.LEADER}), 200, 403),
    "field_visit_print": ("GET", frozenset(), 404, 404),
    "explanation_print": ("GET", frozenset(), 404, 404),
    "calls": ("GET", frozenset({Role.REGISTRAR, Role.APPROVER, Role.HANDLER, Role.LEADER}), 200, 403),
    "call": ("GET", frozenset(), 404, 404),
    "reception_poster": ("GET", RECEIVING | ADMINISTRATORS, 200, 404),
    "reception_plans": ("GET", RECEIVING, 200, 403),
    "reception_plan_new": ("GET", RECEIVING, 200, 403),
    "reception_plan": ("GET", RECEIVING, 404, 403),
    "reception_check": ("GET", RECEIVING, 200, 403),
    "reception_received": ("GET", RECEIVING, 200, 403),
    "reception_rosters": ("GET", RECEIVING, 200, 403),
    "reception_sitting_remove": ("POST", RECEIVING, 404, 403),
    "home_visits": ("GET", RECEIVING, 200, 403),
    "home_visit": ("GET", RECEIVING, 404, 403),
    "home_visit_contact": ("POST", RECEIVING, 404, 403),
    "call_number": ("POST", frozenset(), 404, 404),
    "booking_call": ("GET", frozenset(), 404, 404),
    "booking_call_number": ("POST", frozenset(), 404, 404),
    "recommendations": ("GET", OFFICE, 200, 403),
    "recommend": ("GET", frozenset({Role.APPROVER, Role.LEADER}), 200, 403),
    "recommendation": ("GET", frozenset(), 404, 404),
    "tasks": ("GET", STAFF, 200, 403),
    # Nobody is below the petition office.
    "tasks_below": ("GET", frozenset(), 403, 403),
    "tasks_sheet": ("GET", STAFF, 404, 403),
    "task_give": ("GET", OFFICE, 200, 403),
    "tasks_import": ("GET", OFFICE, 200, 403),
    "tasks_import_form": ("GET", OFFICE, 200, 403),
    "task": ("GET", frozenset(), 404, 404),
    "task_move": ("POST", frozenset(), 404, 404),
    "task_file": ("GET", frozenset(), 404, 404),
    "task_small": ("GET", frozenset(), 404, 404),
    "reports_up": ("GET", REPORTING, 200, 403),
    "reports_up_rate": ("GET", REPORTING, 200, 403),
    "reports_up_table": ("GET", REPORTING, 200, 403),
    "reading": ("GET", LEADERS, 200, 403),
    "reading_old": ("GET", LEADERS, 200, 403),
    "reading_letter": ("GET", LEADERS, 200, 403),
    "reading_count": ("GET", OFFICE, 200, 403),
    "reading_table": ("GET", OFFICE, 200, 403),
    "talks": ("GET", OFFICE, 200, 403),
    # Nobody is below the petition office.
    "talk_call": ("GET", frozenset(), 403, 403),
    "talk": ("GET", frozenset(), 404, 404),
    "talk_letter": ("GET", frozenset(), 404, 404),
    "returns": ("GET", REPORTING, 200, 403),
    "return": ("GET", frozenset(), 404, 404),
    "return_nothing": ("POST", frozenset(), 404, 404),
    "return_schemes": ("GET", REPORTING, 200, 403),
    # Nobody is below the petition office.
    "return_scheme_begin": ("GET", frozenset(), 403, 403),
    "return_scheme": ("GET", frozenset(), 404, 404),
    "return_scheme_revise": ("GET", frozenset(), 404, 404),
    "return_rollup": ("GET", frozenset(), 404, 404),
    "return_export": ("POST", frozenset(), 404, 404),
    "text_modules": ("GET", STAFF, 200, 403),
    "text_module_new": ("GET", LEADERS, 200, 403),
    "text_modules_import": ("GET", LEADERS, 200, 403),
    "text_modules_export": ("GET", LEADERS, 200, 403),
    "text_editors": ("GET", frozenset({Role.LEADER, Role.ADMINISTRATOR}), 200, 403),
    "text_module": ("GET", frozenset(), 404, 404),
    "reception": ("GET", RECEIVING, 200, 403),
    "reception_day": ("GET", RECEIVING, 404, 403),
    "reception_cancel": ("POST", RECEIVING, 404, 403),
    "reception_names": ("POST", RECEIVING, 404, 403),
    "reception_visit": ("GET", RECEIVING, 404, 403),
    "reception_note": ("POST", RECEIVING, 404, 403),
    "reception_register": ("POST", RECEIVING, 404, 403),
    "reception_contact": ("POST", RECEIVING, 404, 403),
    "organisation": ("GET", ADMINISTRATORS, 200, 403),
    "organisation_unit": ("GET", ADMINISTRATORS, 200, 403),
    "organisation_post_new": ("POST", ADMINISTRATORS, 422, 403),
    "organisation_post": ("GET", ADMINISTRATORS, 200, 403),
    "organisation_officers": ("GET", ADMINISTRATORS, 200, 403),
    "organisation_officer": ("GET", ADMINISTRATORS, 200, 403),
    "organisation_password": ("POST", ADMINISTRATORS, 422, 403),
    "organisation_areas": ("GET", ADMINISTRATORS, 200, 403),
    "organisation_categories": ("GET", ADMINISTRATORS, 200, 403),
    "organisation_competence": ("GET", ADMINISTRATORS, 200, 403),
    "organisation_workbook": ("GET", ADMINISTRATORS, 200, 403),
    "organisation_workbook_form": ("GET", ADMINISTRATORS, 200, 403),
    "organisation_workbook_export": ("GET", ADMINISTRATORS, 200, 403),
    "setup": ("GET", ADMINISTRATORS, 200, 403),
    "setup_backup": ("GET", ADMINISTRATORS, 200, 403),
    "setup_delivery": ("GET", ADMINISTRATORS, 200, 403),
    "organisation_letters": ("GET", ADMINISTRATORS, 200, 403),
    "organisation_letters_unit": ("GET", ADMINISTRATORS, 200, 403),
    "organisation_layout": ("GET", ADMINISTRATORS, 200, 403),
    "organisation_layout_sample": ("GET", ADMINISTRATORS, 200, 403),
    "organisation_layout_picture": ("GET", ADMINISTRATORS, 200, 403),
    "organisation_templates": ("GET", ADMINISTRATORS, 200, 403),
    "organisation_template_ours": ("GET", ADMINISTRATORS, 200, 403),
    "organisation_template_drop": ("POST", ADMINISTRATORS, 302, 403),
    "records": ("GET", WATCHING, 200, 403),
    "records_place": ("POST", frozenset({Role.AUDITOR}), 422, 403),
    "records_table": ("POST", frozenset({Role.AUDITOR}), 404, 403),
    "records_proof": ("POST", frozenset({Role.AUDITOR}), 404, 403),
    "records_openings_table": ("POST", frozenset({Role.AUDITOR}), 404, 403),
    "records_openings": ("GET", frozenset({Role.AUDITOR}), 200, 403),
    "records_security": ("GET", frozenset({Role.AUDITOR}), 200, 403),
    "records_security_table": ("POST", frozenset({Role.AUDITOR}), 404, 403),
    "records_late": ("GET", frozenset({Role.AUDITOR}), 200, 403),
    "records_outbox": ("GET", WATCHING, 200, 403),
    "records_send_again": ("POST", ADMINISTRATORS, 409, 403),
}
RECEPTION = ("day", "cancel", "names", "visit", "note", "register", "contact")
RETURNS = ("nothing", "scheme", "scheme_revise", "rollup", "export")
# Each list has roles of its own, above; an own password is asked of everybody, also without a post.
ELSEWHERE = {
    "work_list",
    "work_list_export",
    "work_list_bulk",
    "work_list_filter_save",
    "work_list_facts",
    "own_password",
}


def _names() -> Iterator[str]:
    for pattern in _patterns(get_resolver().url_patterns, in_desk=False):
        assert pattern.name, pattern
        yield pattern.name


def _patterns(patterns: list[URLPattern | URLResolver], *, in_desk: bool) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns, in_desk=in_desk or pattern.namespace == "desk")
        elif in_desk:
            yield pattern


def _clients(cast: Cast, desk: Desk) -> dict[Role, Client]:
    """One browser per role, each officer with that one post in the petition office."""
    found = {}
    for role in Role:
        username = f"only_{role}"
        officer = officer_create(plan=OfficerPlan(username, f"只有{role}"), actor=SEED, at=AT)
        cast.officers[username] = officer.pk
        post = PostPlan(cast.units["office"], role, str(role), officer.pk)
        post_create(plan=post, actor=SEED, at=AT)
        found[role] = desk(username)
    return found


def _status(client: Client, method: str, address: str) -> int:
    answer = client.generic(method, address)
    if answer.streaming:  # what comes piece by piece is closed when it has been read, past the end of the request
        assert b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    return answer.status_code


def _address(name: str, cast: Cast, number: str) -> str:
    args: dict[str, list[object]] = {
        "matter": [number],
        "matter_move": [number, "note"],
        "reading_letter": [number],
        **{name: [NOTHING] for name in ("talk", "talk_letter")},
        "matter_keep": [number, "note"],
        "matter_draft_clear": [number, "note"],
        "draft": [NOTHING],
        "draft_clear": [NOTHING],
        "draft_hand": [NOTHING],
        "draft_take_back": [NOTHING],
        "draft_file": [NOTHING, NOTHING],
        "draft_small": [NOTHING, NOTHING],
        "register_small": ["forged"],
        "matter_file": [number, NOTHING],
        "matter_picture": [number, NOTHING],
        "field_visit_print": [number, 1],
        "explanation_print": [number, 1],
        "matter_small": [number, NOTHING],
        "matter_reply_pdf": [number],
        "representative_receipt": [number],
        "letters": [number],
        "letter_preview": [number, "note"],
        "letter_pdf": [number, NOTHING],
        "letter_word": [number, NOTHING],
        "letter_receipt": [number, NOTHING],
        "letter_ofd": [number, NOTHING],
        "letter_registration": [number],
        "recommendation_letter": [NOTHING],
        "matter_whole": [number],
        "matter_archive": [number],
        "organisation_letters_unit": [cast.units["office"]],
        "organisation_layout": [cast.units["office"]],
        "organisation_layout_sample": [cast.units["office"], "official", "reply"],
        "organisation_layout_picture": [cast.units["office"], "letter", "reply"],
        "leave_end": [10**9],
        "grant": [10**9],
        "account_code": [10**9],
        "sign_on_link": [10**9],
        "job_file": [NOTHING],
        "bell_open": [NOTHING],
        "job_drop": [NOTHING],
        "work_list_filter_drop": [10**9],
        "work_list_filter_pin": [10**9],
        "matter_sealed_file": [number, NOTHING],
        "recommendation": [NOTHING],
        "task": [NOTHING],
        "owned_batch": [NOTHING],
        "owned_batch_sheet": [NOTHING],
        "plan_period": [NOTHING],
        "plan_period_choose": [NOTHING],
        "plan_period_sheet": [NOTHING],
        "plan_period_revise": [NOTHING],
        "plan_period_end": [NOTHING],
        "text_module": [NOTHING],
        "task_move": [NOTHING, "take"],
        "task_file": [NOTHING, NOTHING],
        "task_small": [NOTHING, NOTHING],
        "call": [NOTHING],
        "call_number": [NOTHING],
        "booking_call": [NOTHING],
        "booking_call_number": [NOTHING],
        **{name: [NOTHING] for name in ("return", *(f"return_{page}" for page in RETURNS))},
        **{f"reception_{name}": [NOTHING] for name in RECEPTION},
        **{name: [NOTHING] for name in ("reception_plan", "reception_sitting_remove")},
        **{name: [NOTHING] for name in ("home_visit", "home_visit_contact")},
        "organisation_unit": [cast.units["office"]],
        "reception_poster": [cast.units["office"]],
        "organisation_post_new": [cast.units["office"]],
        "organisation_post": [posts_of_unit(unit_id=cast.units["office"])[0].id],
        "organisation_officer": [cast.officers["nobody"]],
        "organisation_password": [cast.officers["nobody"]],
        "records_send_again": [NOTHING],
    }
    return reverse(f"desk:{name}", args=args.get(name, []))


def test_every_address_is_listed() -> None:
    assert set(_names()) == MATRIX.keys() | ELSEWHERE


def test_each_role_gets_what_is_its_own(cast: Cast, desk: Desk) -> None:
    number = cast.file().number
    clients = _clients(cast, desk)
    for name, (method, allowed, opened, refused) in MATRIX.items():
        address = _address(name, cast, number)
        got = {role: _status(client, method, address) for role, client in clients.items()}
        assert got == {role: opened if role in allowed else refused for role in Role}, name


@pytest.mark.parametrize("work_list", sorted(LISTS))
def test_each_list_opens_for_its_roles(cast: Cast, desk: Desk, work_list: str) -> None:
    address = reverse("desk:work_list", args=[work_list])
    for role, client in _clients(cast, desk).items():
        assert client.get(address).status_code == (200 if role in LISTS[work_list] else 403), role


def test_without_a_post_or_without_signing_in_there_is_nothing(cast: Cast, desk: Desk) -> None:
    number = cast.file().number
    unknown, stranger = desk("nobody"), Client()
    for name, (method, *_rest) in MATRIX.items():
        address = _address(name, cast, number)
        assert unknown.generic(method, address).status_code == 403, name
        assert stranger.generic(method, address).status_code == (302 if method == "GET" else 403), name


def test_a_shut_account_is_out_at_once(cast: Cast, desk: Desk) -> None:
    client = desk("registrar")
    assert client.get("/desk/").status_code == 200
    get_user_model()._default_manager.filter(pk=cast.officers["registrar"]).update(is_active=False)
    assert client.get("/desk/").status_code == 403


def test_in_a_demo_everybody_with_a_post_reads_the_mails(cast: Cast, desk: Desk, settings: object) -> None:
    cast.file()
    assert desk("handler").get("/desk/records/outbox/").status_code == 403
    settings.HUIYIN_DEMO = True  # type: ignore[attr-defined]
    page = desk("handler").get("/desk/records/outbox/")
    assert page.status_code == 200 and "您的诉求已登记" in page.text
    assert desk("handler").get("/desk/records/").status_code == 403
