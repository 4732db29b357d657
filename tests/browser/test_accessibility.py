"""Every page in both languages: axe finds nothing, nothing sticks out at either width; portal pages are light.

A page is made of the same templates on either database: Chinese is looked at on SQLite, English on PostgreSQL. The
way through all of it in English is long; in every run, each address that takes no number is opened in English.
"""

import os
from collections.abc import Callable, Iterator

import pytest
from django.urls import NoReverseMatch, URLResolver, get_resolver, resolve, reverse
from playwright.sync_api import Page

from tests.browser import above_tours, account_tours, leading_tour, task_tours, tours
from tests.browser.house import RunningInstallation
from tests.browser.joint_tour import joint
from tests.browser.look import PageInspector
from tests.browser.meeting_tour import meetings
from tests.browser.people import BrowserOfficer, BrowserPetitioner
from tests.browser.reception_tour import reception
from tests.browser.windows import DESK, PHONE, Window

_IS_POSTGRESQL = bool(os.environ.get("HUIYIN_DATABASE_URL"))
_LANGUAGE = "en" if _IS_POSTGRESQL else "zh-hans"
_WHERE_IT_RUNS = pytest.mark.long if _IS_POSTGRESQL else pytest.mark.both_databases
# Together they may open every place at the desk.
_WHO = ("registrar", "administrator", "auditor", "handler", "housing_leader")
_MOST_BYTES = 150_000
# Of citizens' pages, of the desk's.
_FEWEST_IN_ENGLISH = (8, 30)
# Addresses that show no page: they take a form, give a file, a part of a page, or lead on.
_NO_PAGE = {
    "desk:plan_period_sheet", "desk:owned_sheet", "desk:owned_batch_sheet",
    "portal:file", "portal:file_categories", "portal:file_units", "portal:file_keep", "portal:receipt_pdf",
    "portal:receipt_done", "portal:status_message", "portal:status_files", "portal:status_file", "portal:status_rate",
    "portal:status_picture", "portal:status_small", "portal:file_small", "desk:matter_small",
    "desk:draft_small", "desk:register_small", "desk:task_small",
    "portal:status_lift_refuse",
    "portal:status_reply_pdf", "portal:status_letter", "desk:letter_pdf", "desk:letter_word", "desk:letter_receipt",
    "desk:letter_registration", "desk:matter_whole", "desk:matter_archive", "desk:recommendation_letter",
    "desk:letter_ofd", "desk:organisation_layout_sample", "desk:organisation_layout_picture",
    "desk:organisation_template_ours", "desk:organisation_template_drop", "portal:status_leave",
    "desk:work_list_export",
    "desk:work_list_filter_save", "desk:work_list_filter_drop", "desk:work_list_filter_pin", "desk:work_list_facts",
    "desk:job_file", "desk:job_drop", "desk:leave_end", "desk:representative_receipt", "portal:joint_leave",
    "portal:status_step", "portal:status_list", "portal:status_speaker", "portal:signed_leave", "portal:signer_news",
    "portal:joint_receipt_pdf",
    "portal:status_referral_agree", "portal:status_referral_decline", "portal:status_urge",
    "desk:register_suggest", "desk:register_keep", "desk:register_draft_clear", "desk:receipt_download",
    "desk:matter_reply_pdf", "desk:matter_file", "desk:matter_picture",
    "portal:status_received", "portal:status_part", "portal:status_explanation_refuse", "portal:status_minutes",
    "desk:field_visit_print", "desk:explanation_print",
    "desk:matter_sealed_file", "desk:matter_move", "desk:unit_options", "desk:records_send_again",
    "desk:organisation_post_new", "desk:organisation_password", "desk:account_code", "desk:sign_on_link",
    "password_without_token", "sign_on",
    # Looked at in test_security_key: browsers know no keys on an address without a name.
    "mfa_remove_webauthn", "mfa_reauthenticate_webauthn",
    "desk:records_security_table", "desk:records_place", "desk:records_table", "desk:records_proof",
    "desk:records_openings_table", "mfa_download_recovery_codes", "set_language",
    "type_size", "portal:booking_leave", "portal:home_visit_withdraw",
    "portal:home_visit_leave", "desk:reception_sitting_remove", "desk:home_visit_contact",
    "desk:reception_cancel", "desk:reception_names",
    "desk:reception_note", "desk:reception_register", "desk:reception_contact",
    "desk:overview", "desk:task_move", "desk:task_file", "desk:tasks_sheet", "desk:tasks_import_form",
    "desk:return_nothing", "desk:return_export", "desk:organisation_workbook_form",
    "desk:organisation_workbook_export", "desk:text_modules_export", "desk:letter_preview",
    "desk:bell_seen", "desk:news", "desk:bell_open", "desk:draft_clear", "desk:draft_file",
    "desk:draft_take_back",
    "desk:matter_draft_clear", "desk:matter_keep", "desk:reports_up_table", "desk:reading_table", "desk:causes_table",
    "desk:talk_letter",
    # A PDF; buttons that lead back; a list that is part of the page of the place.
    "portal:unit_poster", "desk:reception_poster", "portal:status_publish", "portal:status_publish_stop",
    # Pictures of a map.
    "portal:file_nearby", "tile",
}  # fmt: skip
# Parts of the sign-in library that are shut: each says 404, as any address that isn't there.
_SHUT = (
    "account_signup", "account_email", "account_set", "account_reset", "account_confirm", "closed", "socialaccount_",
    "mfa_edit_webauthn",
)  # fmt: skip
_SECOND_STEP = {"zh-hans": "commission_handler", "en": "town_leader"}


@pytest.fixture
def look() -> PageInspector:
    """The list of what is wrong."""
    return PageInspector(_LANGUAGE)


@pytest.fixture
def citizens_page(look: PageInspector, installation: RunningInstallation, window: Window) -> Page:
    """A citizen's window in that language."""
    page: Page = window(DESK)
    look.prepare(page.context, installation.address)
    return page


@pytest.fixture
def desk(
    look: PageInspector, installation: RunningInstallation, officer: Callable[..., BrowserOfficer]
) -> Iterator[Callable[[str], BrowserOfficer]]:
    """Officers in that language, each with one window."""
    known: dict[str, BrowserOfficer] = {}

    def seated(username: str) -> BrowserOfficer:
        if username not in known:
            known[username] = officer(username)
            look.prepare(known[username].page.context, installation.address)
        return known[username]

    yield seated


def _another(look: PageInspector, installation: RunningInstallation, window: Window) -> Page:
    page = window(PHONE)
    look.prepare(page.context, installation.address)
    return page


@_WHERE_IT_RUNS
def test_axe_finds_nothing_on_any_page(
    look: PageInspector,
    installation: RunningInstallation,
    citizens_page: Page,
    window: Window,
    desk: Callable[[str], BrowserOfficer],
) -> None:
    tours.plain_pages(look, citizens_page)
    tours.filing(look, citizens_page)
    tours.looking_up(look, installation, citizens_page)
    other: Page = window(DESK)
    look.prepare(other.context, installation.address)
    joint(look, lambda: _another(look, installation, window))
    tours.queueing(look, installation, other)
    tours.too_large(look, other)
    tours.signing_in(look, other, _SECOND_STEP[look.language])
    tours.registrars(look, desk)
    tours.matters(look, installation, desk)
    tours.organisation(look, installation, desk)
    above_tours.from_above(look, desk)
    task_tours.tasks(look, desk)
    task_tours.returns(look, desk)
    task_tours.texts(look, installation, desk)
    task_tours.drafts(look, desk)
    leading_tour.carried_through(look, desk)
    newcomer: Page = window(DESK)
    look.prepare(newcomer.context, installation.address)
    meetings(look, installation, citizens_page, desk)
    account_tours.newcomer(look, newcomer, desk)
    account_tours.own_password(look, installation, newcomer)
    reception(look, installation, citizens_page, desk)
    assert not look.troubles, "\n".join(look.troubles)
    missed = _names() - {_name(path) for path in look.paths} - _NO_PAGE
    assert not missed, f"addresses that no tour passes: {sorted(missed)}"


def test_citizens_pages_fit_in_english(installation: RunningInstallation, citizens_page: Page) -> None:
    look = PageInspector("en")
    look.prepare(citizens_page.context, installation.address)
    _open_plainly(look, [citizens_page], [name for name in _names() - _NO_PAGE if not name.startswith("desk:")])
    assert not look.troubles, "\n".join(look.troubles)
    assert len(look.paths) > _FEWEST_IN_ENGLISH[0], sorted(look.paths)


@pytest.mark.long
def test_pages_of_the_desk_fit_in_english(
    installation: RunningInstallation, officer: Callable[..., BrowserOfficer]
) -> None:
    look = PageInspector("en")
    desks = [officer(username).page for username in _WHO]
    for page in desks:
        look.prepare(page.context, installation.address)
    _open_plainly(look, desks, [name for name in _names() - _NO_PAGE if name.startswith("desk:")])
    for page, names in ((desks[0], ("served", "late")), (desks[3], ("with_handler",))):
        for name in names:
            look.go(page, reverse("desk:matter", args=[installation.matters[name].number]), f"desk-matter-{name}")
    assert not look.troubles, "\n".join(look.troubles)
    assert len(look.paths) > _FEWEST_IN_ENGLISH[1], sorted(look.paths)


def _open_plainly(look: PageInspector, pages: list[Page], names: list[str]) -> None:
    """Each address that needs nothing, by the first of these for whom it opens."""
    for name in sorted(names):
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        for page in pages:
            answer = page.goto(address)
            if answer and answer.status == 200:
                look.at(page, name)
                break


def _names(resolver: URLResolver | None = None, space: str = "") -> set[str]:
    """The names of all addresses of the house."""
    found: set[str] = set()
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            found |= _names(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif pattern.name and not pattern.name.startswith(_SHUT):
            found.add(space + pattern.name)
    return found


def _name(path: str) -> str:
    return resolve(path).view_name if not path.startswith(("/rooms/", "/no-", "/desk/no-")) else ""


def test_a_portal_page_is_light(installation: RunningInstallation, window: Window) -> None:
    """What a first visit to each page costs on the wire, everything that it brings included."""
    heavy = []
    pages = (
        "/",
        "/how/",
        "/rules/",
        "/reception/",
        "/lookup/",
        "/file/what/",
        "/file/where/",
        "/file/who/",
        "/no-such-page/",
    )
    for address in pages:
        weight = _weight(window(PHONE), address)
        if weight > _MOST_BYTES:
            heavy.append(f"{address}: {weight}")
    citizen = BrowserPetitioner(window(PHONE))
    citizen.look_up(installation.matters["served"])
    weight = _weight(citizen.page, "/status/")
    assert not heavy
    assert weight < _MOST_BYTES


def _weight(page: Page, address: str) -> int:
    sizes: list[float] = []
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    return int(sum(sizes))
