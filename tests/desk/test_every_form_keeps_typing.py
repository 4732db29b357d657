"""A walk through the pages of both faces: whatever is typed into any form comes back in English, and nothing is done.

Without a script. A form that is new is walked by itself where a page that is walked leads to it; the last check names
the templates that no page has shown.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import lxml.html
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve

import huiyin
from huiyin.kernel.time import office_day
from huiyin.matters.core.selectors.gate import matter_ids_visible
from huiyin.matters.delivery.services import reply_post
from huiyin.matters.drafts.services.handing import move_draft_hand
from huiyin.matters.joint.selectors.hand_out import hand_out
from huiyin.matters.joint.services.proposing import list_open
from huiyin.matters.recommendation.services import RecommendationDraft, recommendation_send
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.services.reply import reply_approve
from huiyin.matters.sponsor.services.sponsor import matter_sponsor
from huiyin.orgs.selectors import posts_of_officer
from huiyin.orgs.services import grant_propose_post
from huiyin.supervision.talks.services import TalkDraft, talk_call
from tests.cast import Cast, keep_time
from tests.desk.conftest import Desk
from tests.desk.hands import address
from tests.matters.drafting import keep, key_of
from tests.matters.explaining import ask, fix, hold
from tests.matters.moves_leading import begin_period
from tests.portal.walker import Citizen
from tests.reception.house import book, on_the_day, publish
from tests.reception.test_home_visit import wish
from tests.returns.schemes import begin, of_unit, send
from tests.text_modules.samples import make

_ROW = re.compile(r'include "components/(?:form_choices|arrange_sheet)\.html"')
_WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"(\w+)"')
# A step of filing, the files of a registration and an officer's draft are kept whatever is pressed.
_DRAFTS = ("intake_", "django_cache", "web_session", "matters_movedraft")
_TEXT = "写了一半"
_BY_TYPE = {"date": "2026-12-30", "datetime-local": "2026-12-30T09:00", "number": "3", "time": "09:30"}
_FILE = "笔录.txt"
_ENGLISH = "language:en"
_PAPER = re.compile(r"pdf|\.docx|/files/|/matters/\d+/letters/.+|/ours")
_OFFICERS = (
    "registrar",
    "housing_registrar",
    "handler",
    "approver",
    "office_leader",
    "housing_leader",
    "administrator",
)


@dataclass
class Walk:
    """What was walked: the forms by where they go, the templates that were shown, and what is wrong."""

    forms: set[str] = field(default_factory=set)
    templates: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    known: set[str] = field(default_factory=set)

    def page(self, client: Client, path: str, sent: dict[str, str] | None = None) -> Any:
        """Look at a page, or at what it answers to what is sent, and try its forms; gives the page."""
        with transaction.atomic():  # a refusal ends its own part alone of the test's transaction
            answer = client.post(path, sent) if sent else client.get(path, follow=True)
        if answer.status_code != 200 or not answer.get("Content-Type", "").startswith("text/html"):
            b"".join(answer)  # to the end, so that its file is closed
            return None
        self.templates |= {template.name for template in answer.templates if template.name}
        page = lxml.html.fromstring(answer.content.decode())
        for form in page.forms:
            if form.xpath('.//button[@name="reader_choice"]') and (name := _name(form, path)) not in self.forms:
                self.forms.add(name)
                self._try(client, path, form, name)
        return page

    def crawl(self, client: Client, start: str) -> None:
        """All pages below that links lead to, one for each sort of address and each move; nothing is walked twice."""
        ahead = [start]
        for path in ahead:
            page = self.page(client, path)
            for link in page.iter("a") if page is not None else ():
                found = urldefrag(urljoin(path, link.get("href", "")))[0]
                if found.startswith(start) and (sort := _sort(found)) not in self.known and not _PAPER.search(found):
                    self.known.add(sort)
                    ahead.append(found)

    def _try(self, client: Client, path: str, form: Any, name: str) -> None:
        given = _filled(form)
        target = urldefrag(urljoin(path, form.get("action") or path))[0]
        with transaction.atomic(), CaptureQueriesContext(connection) as captured:
            answer = client.post(target, {**given, "reader_choice": _ENGLISH}, follow=True)
        client.cookies.pop("django_language", None)
        written = _written(query["sql"] for query in captured)
        kept = () if _must_choose_again(form) else ("documents_storedfile",)
        if doing := {table for table in written if not table.startswith((*_DRAFTS, *kept))}:
            self.wrong.append(f"{name}: writes {doing}")
        if "secret-of-mine" in answer.text:
            self.wrong.append(f"{name}: brings a secret back")
        page = lxml.html.fromstring(answer.text)
        if page.get("lang") != "en":
            self.wrong.append(f"{name}: {answer.status_code} isn't in English")
        back = [form for form in page.forms if _name(form, path) == name]
        found = [_values(form) for form in back]
        typed = {key: value for key, value in given.items() if key in _shown(form)}
        if not any(all(values.get(key) == value for key, value in typed.items()) for values in found):
            missing = {key: value for key, value in typed.items() if not found or found[0].get(key) != value}
            self.wrong.append(f"{name}: {answer.status_code} {missing} not in {found[:1]}")
        has_files = bool(form.xpath('.//input[@type="file"]'))
        if has_files and form.get("enctype") != "multipart/form-data":
            self.wrong.append(f"{name}: sends no file, only its name")
        if has_files and _FILE not in page.text_content():
            self.wrong.append(f"{name}: neither has the file nor asks for it again")
        if _must_choose_again(form) and "带不过去" not in form.text_content():
            self.wrong.append(f"{name}: doesn't say beforehand that files have to be chosen again")


def _written(statements: Iterable[str]) -> set[str]:
    """The tables that are written to for good: what is tried and taken back again doesn't count."""
    levels: list[set[str]] = [set()]
    for statement in statements:
        if statement.startswith("SAVEPOINT"):
            levels.append(set())
        elif statement.startswith("ROLLBACK TO SAVEPOINT"):
            levels[-1].clear()
        elif statement.startswith("RELEASE SAVEPOINT") and len(levels) > 1:
            inner = levels.pop()
            levels[-1] |= inner
        elif match := _WRITES.match(statement):
            levels[-1].add(match[1])
    return set().union(*levels)


def _must_choose_again(form: Any) -> bool:
    """Whether the buttons send the names of files alone."""
    return bool(form.xpath('.//button[@name="reader_choice" and @formenctype]'))


def _sort(path: str) -> str:
    """One page of each sort is enough; of a matter's page, one for each move."""
    parts = urlsplit(path)
    try:
        found = resolve(parts.path).view_name
    except Resolver404:
        return path
    move = re.search(r"move=(\w+)", parts.query)
    names = found in {"desk:work_list", "desk:organisation_post"}
    return f"{found} {move[1] if move else ''} {parts.path if names else ''}"


def _name(form: Any, path: str) -> str:
    """Where a form goes, and which of a page's it is; the same in every language."""
    target = urlsplit(urljoin(path, form.get("action") or path)).path
    code = "".join(form.xpath('.//input[@type="hidden" and (@name="form" or @name="do")]/@value'))
    return f"{re.sub(r'[0-9a-f-]{32,}|[0-9]+', '*', target)} {code}"


def _controls(form: Any) -> Iterator[Any]:
    for control in form.inputs:
        if (
            control.get("name")
            and control.get("disabled") is None
            and control.get("type") not in {"hidden", "file", "password"}
            and control.get("data-secret") is None
        ):
            yield control


def _shown(form: Any) -> set[str]:
    return {control.get("name") for control in _controls(form)}


def _filled(form: Any) -> dict[str, Any]:
    """Every field with something in it: what is chosen from, with the last there is."""
    given: dict[str, Any] = {}
    for control in form.inputs:
        kind, name = control.get("type", ""), control.get("name")
        if kind == "file":
            given[name] = _FILE if _must_choose_again(form) else SimpleUploadedFile(_FILE, b"written")
        elif not name or kind in {"submit", "search"} or name == "csrfmiddlewaretoken":
            continue
        elif kind == "password" or control.get("data-secret") is not None:
            given[name] = "secret-of-mine"
        elif kind == "hidden":
            given[name] = control.get("value", "")
        elif isinstance(control, lxml.html.SelectElement):
            options = [option for option in control.value_options if option]
            if options:
                given[name] = [options[-1]] if control.multiple else options[-1]
        elif kind == "checkbox":
            given.setdefault(name, []).append(control.get("value", "on"))
        elif kind == "radio":
            given[name] = control.get("value", "")
        else:
            given[name] = _BY_TYPE.get(kind, _TEXT)
    return given


def _values(form: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for control in _controls(form):
        kind, name = control.get("type", ""), control.get("name")
        if isinstance(control, lxml.html.SelectElement):
            found[name] = list(control.value) if control.multiple else control.value
        elif kind == "checkbox":
            found.setdefault(name, [])
            found[name] += [control.get("value", "on")] if control.checked else []
        elif kind == "radio":
            if control.checked:
                found[name] = control.get("value", "")
        else:
            found[name] = (control.text or "").strip() if control.tag == "textarea" else control.get("value", "")
    return found


def _with_row() -> set[str]:
    """The templates whose forms have the buttons."""
    found = Path(huiyin.__file__).parent.glob("*/templates/**/*.html")
    return {str(path).split("/templates/", 1)[1] for path in found if _ROW.search(path.read_text(encoding="utf-8"))}


@pytest.mark.usefixtures("templates_noted")
def test_every_form_keeps_what_was_typed(cast: Cast, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_time(cast, monkeypatch)
    walk = Walk()
    citizen = _citizens(cast, walk)
    walk.page(citizen.client, "/status/")
    draft = RecommendationDraft(
        kind="improvement",
        to_unit_id=cast.units["housing"],
        problem="电梯反映了九次。",
        evidence="",
        proposal="建台账。",
    )
    recommendation_send(actor=cast.actor("office_leader"), draft=draft, at=cast.at)
    scheme_id = begin(cast)
    send(cast, of_unit(cast))
    module = make(cast)
    matters = _matters(cast)
    post = posts_of_officer(officer_id=cast.officers["handler_two"])[0]
    grant_propose_post(
        post_id=post.id, officer_id=cast.officers["nobody"], actor=cast.actor("administrator"), at=cast.at
    )
    for username in _OFFICERS:
        client = desk(username)
        walk.crawl(client, "/desk/")
        ids = [filed.matter_id for filed in matters]
        seen = matter_ids_visible(actor=cast.actor(username), matter_ids=ids)
        for filed in (matter for matter in matters if matter.matter_id in seen):
            walk.crawl(client, address(filed))
    picked = f"{matters[1].number}.{cast.matter(matters[1]).version}"
    walk.page(desk("registrar"), f"/desk/work/unit/bulk/?do=assign_unit&pick={picked}")
    walk.page(desk("registrar"), "/desk/work/unit/?kind=claim")
    walk.page(desk("office_leader"), "/desk/supervision/recommendations/new/")
    walk.page(desk("auditor"), "/desk/records/")
    _drafts(cast, desk, walk, matters[2])
    walk.page(desk("housing_leader"), f"/desk/texts/{module.pk}/")
    walk.page(desk("mayor"), "/desk/returns/schemes/new/")
    walk.page(desk("mayor"), f"/desk/returns/schemes/{scheme_id}/revise/")
    _carried_through(cast, desk, walk, matters[2])
    _talked(cast, desk, walk)
    categories = {"form": "categories", "categories": "school"}
    walk.page(desk("administrator"), "/desk/organisation/workbook/", categories)
    _days(cast, desk, walk)
    assert not walk.wrong, "\n".join(walk.wrong)
    missing = _with_row() - walk.templates
    assert not missing, sorted(walk.forms)


def _carried_through(cast: Cast, desk: Desk, walk: Walk, filed: Registered) -> None:
    """A plan period and a batch of owned matters."""
    walk.page(desk("mayor"), "/desk/supervision/plan-periods/new/")
    period = f"/desk/supervision/plan-periods/{begin_period(cast)}/"
    for page in ("choose/?days=0", "revise/", "end/"):
        walk.page(desk("mayor"), f"{period}{page}")
    matter_sponsor(actor=cast.actor("mayor"), matter_id=filed.matter_id, plan="一月内拿方案", at=cast.at)
    walk.page(desk("mayor"), "/desk/supervision/owned/batches/new/")


def _talked(cast: Cast, desk: Desk, walk: Walk) -> None:
    """A talk with the bureau's head, of what it hasn't answered in time."""
    since = cast.at
    cast.at -= timedelta(days=70)
    cast.to_handler(cast.file(title="电梯停了"))
    cast.at = since
    unit_id = cast.units["housing"]
    walk.page(desk("mayor"), f"/desk/supervision/talks/new/?unit={unit_id}&days=90")
    draft = TalkDraft(unit_id, ["unanswered"], 90, office_day(cast.at))
    talk_id = talk_call(actor=cast.actor("mayor"), draft=draft, at=cast.at)
    for username in ("mayor", "housing_leader"):
        walk.page(desk(username), f"/desk/supervision/talks/{talk_id}/")


def _drafts(cast: Cast, desk: Desk, walk: Walk, filed: Registered) -> None:
    """To whom a draft goes, and where a colleague goes on with it who can't hand it in."""
    draft_id = key_of(keep(cast, filed, "handler", _TEXT, at=cast.at))
    walk.page(desk("handler"), f"/desk/drafts/{draft_id}/hand/")
    to = cast.officers["housing_registrar"]
    move_draft_hand(actor=cast.actor("handler"), draft_id=draft_id, officer_id=to, at=cast.at)
    walk.page(desk("housing_registrar"), f"/desk/drafts/{draft_id}/")


def _matters(cast: Cast) -> list[Registered]:
    """One in each state that has moves of its own."""
    fresh, accepted, handled, drafted, approved, served = (cast.file() for _ in range(6))
    cast.accept(accepted)
    for filed in (handled, drafted, approved):
        cast.to_handler(filed)
    for filed in (drafted, approved):
        cast.draft(filed)
    reply_approve(actor=cast.actor("approver"), matter_id=approved.matter_id, at=cast.at)
    cast.answer(served)
    return [fresh, accepted, handled, drafted, approved, served]


def _citizens(cast: Cast, walk: Walk) -> Citizen:
    """Filing, then the page of a matter that was answered by post, with all that can be said of it."""
    citizen = Citizen()
    citizen.write()
    for step in ("what", "requests", "about", "who", "together", "speakers"):
        walk.page(citizen.client, f"/file/{step}/")
    citizen = Citizen()
    filed = cast.file()
    cast.to_handler(filed)
    cast.draft(filed)
    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    reply_post(
        actor=cast.actor("handler"), matter_id=filed.matter_id, posted_on=office_day(cast.at), note="", at=cast.at
    )
    citizen.look_up(filed.number, filed.code)
    list_open(actor=cast.petitioner(filed), matter_id=filed.matter_id, at=cast.at)
    sign = f"/sign/{hand_out(matter_id=filed.matter_id).list_code}/"
    for path in (
        "/status/", "/status/review/", "/status/bars/", "/status/explanation/", "/status/joint/", sign,
    ):  # fmt: skip
        walk.page(citizen.client, path)
    _explained(cast, filed)
    for path in ("/status/explanation/day/", "/status/explanation/remark/"):
        walk.page(citizen.client, path)
    return citizen


def _explained(cast: Cast, filed: Registered) -> None:
    """The answer was explained once, and will be once more: the one has minutes, the other a day."""
    soon, since = timedelta(minutes=1), cast.at
    for _ in range(2):
        ask(cast, filed)
        fix(cast, filed, starts_at=cast.at + soon)
        if cast.at == since:
            cast.later(minutes=2)
            hold(cast, filed)
    cast.at = since


def _days(cast: Cast, desk: Desk, walk: Walk) -> None:
    """A booking, and the visit on its day."""
    day_id = publish(cast)
    walk.page(Client(), f"/reception/days/{day_id}/")
    walk.page(Client(), "/reception/home-visit/")
    asked = wish(cast)
    walk.page(desk("registrar"), f"/desk/reception/home-visits/{asked.wish_id}/")
    booked = book(cast, day_id)
    on_the_day(cast)
    walk.page(desk("registrar"), f"/desk/reception/visits/{booked.appointment_id}/")
