"""A stranger with an administrator's account, alone, and whatever accounts they make: what they get to read.

They know who is accused, have a mailbox of their own, and try every form that an administrator has, in the order in
which somebody would. They come away with no accusation, no name and nothing that is sealed.
"""

import io
import re
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.test import Client

import huiyin
from huiyin.documents.services import file_store
from huiyin.flows.sealing import readers_of_unit
from huiyin.flows.web_filing import Secrecy, web_filing_register
from huiyin.kernel.actor import Role
from huiyin.kernel.ids import new_token
from huiyin.matters.assignment.services import matter_assign_unit
from huiyin.matters.core.rules.states import Kind
from huiyin.matters.models import Attachment
from huiyin.matters.register.services.register import Registered
from huiyin.matters.seal.errors import SealNotReadThere
from huiyin.notices.models import Notice
from huiyin.notices.services import outbox_dispatch
from huiyin.orgs.grant_rules import GrantKind, GrantState
from huiyin.orgs.models import Competence, Grant, Officer, PasswordReset, Post, Unit
from huiyin.orgs.selectors import competent_unit
from huiyin.orgs.services import PostPlan, post_create
from tests.attack.eyes import seen_by
from tests.cast import PASSWORD, SEED, WHO, Cast, keep_time
from tests.desk.conftest import Desk
from tests.documents.samples import pdf

THEIRS = "stranger@example.invalid"
OWN = "ein-wort-das-nur-ich-kenne"
ACCUSATION = "住建局局长在验收时收了开发商的钱"
SEALED = "有人借发放补助收好处费"
SECRETS = (ACCUSATION, SEALED, WHO.name, WHO.phone)
HOME = "/desk/organisation/"
# Whoever of the cast is displaced or asked; the stranger's puppet comes to none of these posts.
WANTED = (("commission", Role.LEADER), ("commission", Role.REGISTRAR), ("office", Role.REGISTRAR),
          ("office", Role.APPROVER), ("housing", Role.LEADER), ("county", Role.REVIEWER),
          ("office", Role.AUDITOR))  # fmt: skip


# What every move asks first is the gate; these few stand for all.
_MOVES = ("note", "open_identity", "open_seal", "add_reader")


class Stranger:
    """The administrator's browser, the puppet's, and the mailbox."""

    def __init__(self, cast: Cast, desk: Desk, folder: Path) -> None:
        self.cast, self.desk, self.folder = cast, desk, folder
        self.browser: Any = desk("administrator")
        self.pages: list[str] = []

    def post(self, address: str, **given: object) -> Any:
        answer = self.browser.post(address, {name: str(value) for name, value in given.items()}, follow=True)
        self.pages.append(answer.text)
        return answer

    def mail(self) -> list[str]:
        while outbox_dispatch(at=self.cast.at).sent:
            pass
        found = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in self.folder.glob("*.eml")]
        return [mail.get_content() for mail in found if THEIRS in str(mail["To"])]

    def make_puppet(self) -> Client:
        """An account with the stranger's own mailbox: that much an administrator can."""
        self.post(f"{HOME}officers/", display_name="木偶", username="puppet", email=THEIRS)
        self.cast.officers["puppet"] = Officer.objects.get(username="puppet").pk
        link = re.search(r"/accounts/reset/\d+/[0-9a-f]{64}/", "".join(self.mail()))
        assert link
        puppet = Client()
        puppet.post(link[0], {"password": OWN, "again": OWN})
        assert puppet.login(username="puppet", password=OWN)
        return puppet

    def posts_wanted(self) -> list[int]:
        """Those that there are, held by others, and a new one of each sort."""
        found: list[int] = []
        for unit, role in WANTED:
            found += Post.objects.filter(unit_id=self.cast.units[unit], role=role).values_list("pk", flat=True)
            self.post(f"{HOME}units/{self.cast.units[unit]}/posts/", role=role.value, name="新设")
            found.append(Post.objects.latest("pk").pk)
        return found


@pytest.fixture
def filed(cast: Cast) -> list[Registered]:
    """An accusation against the head of the housing bureau, a matter with a name, and a sealed one."""
    cast.seal_keys("registrar", "office_approver")
    accusation = cast.file(
        kind=Kind.ACCUSATION, text=ACCUSATION, unit_id=cast.units["commission"],
        respondent_officer_id=cast.officers["housing_leader"],
    )  # fmt: skip
    kept = file_store(content=io.BytesIO(pdf()), name="x.pdf", at=cast.at)
    sealed = web_filing_register(
        kind=Kind.SUGGESTION, text=SEALED, requests=["查清"], identity=WHO, token=new_token(), at=cast.at,
        file_ids=[kept.pk], secrecy=Secrecy.SEALED,
    )  # fmt: skip
    return [accusation, cast.file(), sealed]


@pytest.fixture
def stranger(
    cast: Cast, desk: Desk, filed: list[Registered], settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Stranger:
    settings.HUIYIN_NOTICES, settings.HUIYIN_OUTBOX = "folder", tmp_path
    keep_time(cast, monkeypatch)
    return Stranger(cast, desk, tmp_path)


def _reads_nothing(browser: Client, filed: list[Registered]) -> None:
    attachment = Attachment.objects.values_list("pk", flat=True).first()
    assert attachment is not None
    for registered in filed:
        for name, (_status, text, headers) in seen_by(browser, registered.number, attachment, _MOVES).items():
            shown = text if not name.startswith(("suggest", "look", "search")) else ""
            assert not [secret for secret in SECRETS if secret in shown + repr(headers)], name
    for address in (HOME, f"{HOME}officers/", "/desk/grants/", "/desk/account/codes/", "/desk/records/security/"):
        answer: Any = browser.get(address, follow=True)
        assert not [secret for secret in SECRETS if secret in answer.text], address


def test_with_posts_and_accounts_of_their_own(
    stranger: Stranger, filed: list[Registered], cast: Cast, desk: Desk
) -> None:
    """For the puppet and for themselves: each waits, neither account can agree, nobody is displaced."""
    puppet = stranger.make_puppet()
    before = dict(Post.objects.exclude(officer=None).values_list("pk", "officer_id"))
    for post_id in stranger.posts_wanted():
        for username in ("puppet", "administrator"):
            answer = stranger.post(f"{HOME}posts/{post_id}/", form="fill", officer=cast.officers[username])
            assert "等另一个人同意" in answer.text, post_id
    stranger.post(f"{HOME}units/{cast.units['office']}/posts/", role="administrator", name="副管理员")
    second = Post.objects.latest("pk").pk
    assert (
        "等另一个人同意" in stranger.post(f"{HOME}posts/{second}/", form="fill", officer=cast.officers["puppet"]).text
    )
    proposed = Grant.objects.filter(kind=GrantKind.POST)
    waiting = list(proposed.values_list("pk", flat=True))
    assert len(waiting) > len(WANTED) * 2
    for grant_id in waiting:
        for browser in (stranger.browser, puppet):
            for action in ("agree", "refuse"):
                browser.post(f"/desk/grants/{grant_id}/", {"action": action, "reason": "x"})
    assert set(proposed.values_list("state", flat=True)) == {GrantState.WAITING}
    assert dict(Post.objects.exclude(officer=None).values_list("pk", "officer_id")) == before
    notified = set(
        Notice.objects.filter(template__in=["grant_waiting", "grant_proposed"]).values_list("officer_id", flat=True)
    )
    assert {
        cast.officers[name] for name in ("commission_registrar", "registrar", "auditor", "housing_leader")
    } <= notified
    _reads_nothing(stranger.browser, filed)
    _reads_nothing(puppet, filed)


def test_after_shutting_everybody_who_could_agree(stranger: Stranger, filed: list[Registered], cast: Cast) -> None:
    """Then nobody agrees at the desk at all."""
    puppet = stranger.make_puppet()
    for username in ("commission_registrar", "commission_handler", "auditor", "office_leader", "mayor"):
        stranger.post(f"{HOME}officers/{cast.officers[username]}/", form="deactivate", sure="on")
    post = Post.objects.filter(unit_id=cast.units["commission"], role=Role.REGISTRAR).values_list("pk", flat=True)[0]
    stranger.post(f"{HOME}posts/{post}/", form="fill", officer=cast.officers["puppet"])
    grant = Grant.objects.get(kind=GrantKind.POST)
    for browser in (stranger.browser, puppet):
        browser.post(f"/desk/grants/{grant.pk}/", {"action": "agree"})
    assert Grant.objects.get(pk=grant.pk).state == GrantState.WAITING
    # Reopened accounts have no post and no password; the code for them isn't the stranger's either.
    address = f"{HOME}officers/{cast.officers['commission_registrar']}/"
    stranger.post(address, form="reactivate", sure="on")
    stranger.post(f"{address}password/", way="code")
    reset = PasswordReset.objects.get(officer_id=cast.officers["commission_registrar"])
    assert stranger.browser.post(f"/desk/account/codes/{reset.pk}/").status_code == 403
    _reads_nothing(puppet, filed)
    _reads_nothing(stranger.browser, filed)


@pytest.mark.parametrize("victim", ["commission_registrar", "auditor"])
def test_with_somebodys_password(stranger: Stranger, filed: list[Registered], cast: Cast, victim: str) -> None:
    """A reset by link, by code, and after the address was changed to the stranger's."""
    address = f"{HOME}officers/{cast.officers[victim]}/"
    for way in ("mail", "code"):
        page = stranger.post(f"{address}password/", way=way).text
        assert "big-secret" not in page and "您看不到" in page
        reset = PasswordReset.objects.get(officer_id=cast.officers[victim], ended_at=None)
        assert stranger.browser.post(f"/desk/account/codes/{reset.pk}/").status_code in {403, 404}
    officer = Officer.objects.get(pk=cast.officers[victim])
    given = {"form": "revise", "display_name": officer.display_name, "phone": "", "email": THEIRS}
    assert "过些日子才换" in stranger.post(address, **given).text
    stranger.post(f"{address}password/", way="mail")
    assert not [text for text in stranger.mail() if "/accounts/reset/" in text]
    assert not re.search(r"/accounts/reset/\d+/[0-9a-f]{20}", stranger.browser.get("/desk/records/outbox/").text)
    assert authenticate(username=victim, password=PASSWORD) is not None
    templates = Notice.objects.filter(officer_id=officer.pk).values_list("template", flat=True)
    assert {"account_link", "account_mail"} <= set(templates)
    _reads_nothing(stranger.browser, filed)


def test_with_passphrases_for_what_is_sealed_later(stranger: Stranger, filed: list[Registered], cast: Cast) -> None:
    puppet = stranger.make_puppet()
    words = "ein langer satz den niemand kennt"
    for browser in (stranger.browser, puppet):
        browser.post("/desk/seal-key/", {"form": "create", "new": words, "again": words})
    readers = readers_of_unit(unit_id=cast.units["office"]).officer_ids
    assert set(readers) == {cast.officers["registrar"], cast.officers["office_approver"]}
    _reads_nothing(stranger.browser, filed)


def test_with_a_passphrase_and_a_post_that_reads(stranger: Stranger, cast: Cast) -> None:
    """An administrator who is a registrar too reads nothing sealed without a reader's word."""
    plan = PostPlan(cast.units["office"], Role.REGISTRAR, "兼职", cast.officers["administrator"])
    post_create(plan=plan, actor=SEED, at=cast.at)
    words = "ein langer satz den niemand kennt"
    stranger.post("/desk/seal-key/", form="create", new=words, again=words)
    grant = Grant.objects.get(officer_id=cast.officers["administrator"], state=GrantState.WAITING)
    stranger.post(f"/desk/grants/{grant.pk}/", action="agree")
    readers = readers_of_unit(unit_id=cast.units["office"]).officer_ids
    assert cast.officers["administrator"] not in readers


def _leave(stranger: Stranger, cast: Cast) -> None:
    stranger.post(
        "/desk/leave/", officer=cast.officers["commission_registrar"], deputy=cast.officers["administrator"],
        starts_on=cast.at.date(), ends_on=cast.at.date(),
    )  # fmt: skip


def _apart_no_more(stranger: Stranger, cast: Cast) -> None:
    unit = Unit.objects.get(pk=cast.units["commission"])
    given = {"form": "revise", "name": unit.name, "short_name": unit.short_name, "kind": unit.kind, "sure": "on"}
    stranger.post(f"{HOME}units/{unit.pk}/", **given)


def _moved(stranger: Stranger, cast: Cast) -> None:
    for parent in ("office", "village", "education"):
        stranger.post(f"{HOME}units/{cast.units['commission']}/", form="move", parent=cast.units[parent], sure="on")


@pytest.mark.parametrize("turn", [_leave, _apart_no_more, _moved])
def test_by_turning_the_organisation_round(
    stranger: Stranger, filed: list[Registered], cast: Cast, turn: Callable[[Stranger, Cast], None]
) -> None:
    turn(stranger, cast)
    if turn is _moved:
        notified = Notice.objects.filter(template="unit_changed").values_list("officer_id", flat=True)
        assert {cast.officers["commission_handler"], cast.officers["auditor"]} <= set(notified)
    _reads_nothing(stranger.browser, filed)


def test_by_changing_competences(stranger: Stranger, filed: list[Registered], cast: Cast) -> None:
    """A unit of their own, for everything. What is filed goes where it went; somebody else has to give it on."""
    puppet = stranger.make_puppet()
    stranger.post(f"{HOME}", name="举报受理处", kind="bureau", parent="")
    unit = Unit.objects.get(name="举报受理处")
    for role in (Role.LEADER, Role.REGISTRAR, Role.HANDLER):
        stranger.post(f"{HOME}units/{unit.pk}/posts/", role=role.value, name="新设")
        post = Post.objects.latest("pk").pk
        answer = stranger.post(f"{HOME}posts/{post}/", form="fill", officer=cast.officers["puppet"])
        assert "等另一个人同意" in answer.text
    _, named, sealed = filed
    known = list(Competence.objects.values_list("category_id", "area_id"))
    for category, area in {(None, None), (cast.categories["T121"], None), *known}:
        given = {"category": category or "", "area": area or "", "unit": unit.pk, "sure": "on"}
        stranger.post(f"{HOME}competence/", form="competence", **given)
    assert set(Competence.objects.values_list("unit_id", flat=True)) == {unit.pk}
    assert competent_unit(category_id=cast.categories["T121"], area_id=None) == unit.pk

    receivers = {registered: cast.matter(registered).lead_unit_id for registered in filed}
    again = web_filing_register(
        kind=Kind.ACCUSATION, text=ACCUSATION, requests=["查清"], identity=WHO, token=new_token(), at=cast.at,
        category_id=cast.categories["T121"], respondent_text="县住建局",
    )  # fmt: skip
    under_seal = web_filing_register(
        kind=Kind.SUGGESTION, text=SEALED, requests=["查清"], identity=WHO, token=new_token(), at=cast.at,
        category_id=cast.categories["T121"], secrecy=Secrecy.SEALED,
    )  # fmt: skip
    assert {registered: cast.matter(registered).lead_unit_id for registered in filed} == receivers
    assert {cast.matter(registered).lead_unit_id for registered in (again, under_seal, named)} == {
        cast.units["office"]
    }
    # The second person: whoever has it reads the unit's name and gives it there. Even then nobody reads it.
    registrar = cast.actor("registrar")
    cast.accept(named)
    matter_assign_unit(actor=registrar, matter_id=named.matter_id, unit_id=unit.pk, at=cast.at)
    cast.accept(sealed)
    with pytest.raises(SealNotReadThere):
        matter_assign_unit(actor=registrar, matter_id=sealed.matter_id, unit_id=unit.pk, at=cast.at)
    _reads_nothing(puppet, [named, again, under_seal])
    _reads_nothing(stranger.browser, [named])


def test_only_people_look_at_who_is_competent() -> None:
    """It is a hint beside a form: no service, flow or job asks for it, so nothing goes anywhere by it."""
    source = Path(huiyin.__file__).parent
    asking = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*.py")
        if re.search(r"\b(?:competent_unit|unit_suggestion)\(", path.read_text(encoding="utf-8"))
    }
    assert asking == {
        "orgs/selectors/units.py", "routing/selectors/belongs.py", "desk/register/suggestions.py",
        "desk/matter/choices.py",
    }  # fmt: skip
