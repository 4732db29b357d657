"""Accounts: what is checked, what is recorded, and that Django and allauth can work with them."""

import io

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import PBKDF2PasswordHasher, check_password, make_password
from django.core.management import call_command
from django.test import RequestFactory

from huiyin.kernel.actor import Role
from huiyin.kernel.errors import NotAllowed
from huiyin.ledger.models import Entry
from huiyin.ledger.services import ledger_verify
from huiyin.orgs.errors import (
    EmailUnfit,
    NameMissing,
    OfficerNotThere,
    PasswordUnfit,
    PostNotThere,
    UsernameInvalid,
    UsernameTaken,
)
from huiyin.orgs.models import Officer, Post
from huiyin.orgs.selectors import (
    officer_email,
    officer_view,
    officers_of_unit,
    posts_of_officer,
    posts_of_unit,
)
from huiyin.orgs.services import (
    OfficerPlan,
    PostPlan,
    officer_create,
    officer_deactivate,
    officer_password_set,
    officers_create,
    post_create,
    post_fill,
)
from tests.orgs.house import AT, SEED, OrgsCounty, kinds

PASSWORD = "山高水长流-2026"


def test_create_and_sign_in(county: OrgsCounty) -> None:
    plan = OfficerPlan("\uff2cIU.Min", "刘敏", "liu@example.org", password=PASSWORD)
    officer = officer_create(plan=plan, actor=SEED, at=AT)
    assert officer.username == "liu.min"
    request = RequestFactory().post("/")
    assert authenticate(request, username="liu.min", password=PASSWORD) == officer
    assert authenticate(request, username="liu.min", password="x") is None
    entry = Entry.objects.get(subject=f"officer:{officer.pk}")
    assert entry.kind == "orgs.officer.created"
    assert "password" not in Officer.LEDGER_FIELDS and "last_login" not in Officer.LEDGER_FIELDS


def test_a_hash_that_is_made_anew_at_sign_in_has_its_entry(county: OrgsCounty) -> None:
    """The cost of hashes rises with Django's versions; a hash that somebody wrote into the database has no entry."""
    weak = PBKDF2PasswordHasher().encode(PASSWORD, "salt" * 6, iterations=7)
    plan = OfficerPlan("liu.min", "刘敏", "liu@example.org", password_hash=weak)
    officer = officer_create(plan=plan, actor=SEED, at=AT)
    assert authenticate(RequestFactory().post("/"), username="liu.min", password=PASSWORD) == officer
    officer.refresh_from_db()
    assert officer.password != weak and check_password(PASSWORD, officer.password)
    assert Entry.objects.filter(kind="orgs.officer.password_rehashed", subject=f"officer:{officer.pk}").count() == 1
    assert ledger_verify(quick=True).problems == []


@pytest.mark.parametrize(
    ("plan", "refusal"),
    [
        (OfficerPlan("", "刘敏"), UsernameInvalid),
        (OfficerPlan("liu min", "刘敏"), UsernameInvalid),
        (OfficerPlan("ZHOU", "刘敏"), UsernameTaken),
        (OfficerPlan("liumin", " "), NameMissing),
        (OfficerPlan("liumin", "刘敏", "liu@"), EmailUnfit),
        (OfficerPlan("liumin", "刘敏", password="12345678"), PasswordUnfit),
        (OfficerPlan("liumin2026", "刘敏", password="liumin2026x"), PasswordUnfit),
    ],
)
def test_refused(county: OrgsCounty, plan: OfficerPlan, refusal: type[Exception]) -> None:
    before = Officer.objects.count(), Entry.objects.count()
    with pytest.raises(refusal):
        officer_create(plan=plan, actor=SEED, at=AT)
    assert (Officer.objects.count(), Entry.objects.count()) == before


def test_same_name_twice_in_one_go(county: OrgsCounty) -> None:
    with pytest.raises(UsernameTaken):
        officers_create(plans=[OfficerPlan("wu", "吴"), OfficerPlan("WU", "吴")], actor=SEED, at=AT)


def test_only_administrators(county: OrgsCounty) -> None:
    actor = county.actor("zhou")
    with pytest.raises(NotAllowed):
        officer_create(plan=OfficerPlan("wu", "吴"), actor=actor, at=AT)
    with pytest.raises(NotAllowed):
        officer_deactivate(officer_id=county.officers["tan"], actor=actor, at=AT)
    with pytest.raises(NotAllowed):
        officer_password_set(officer_id=county.officers["tan"], password=PASSWORD, actor=actor, at=AT)
    post = Post.objects.get(officer_id=county.officers["tan"])
    with pytest.raises(NotAllowed):
        post_fill(post_id=post.pk, officer_id=county.officers["zhou"], actor=actor, at=AT)
    with pytest.raises(NotAllowed):
        post_create(plan=PostPlan(post.unit_id, Role.LEADER, "站长"), actor=actor, at=AT)


def test_ready_hashes_and_none(county: OrgsCounty) -> None:
    ready = make_password(PASSWORD)
    plans = [OfficerPlan("one", "甲", password_hash=ready), OfficerPlan("two", "乙")]
    first, second = officers_create(plans=plans, actor=SEED, at=AT)
    assert first.check_password(PASSWORD)
    assert not second.has_usable_password()
    officer_password_set(officer_id=second.pk, password=PASSWORD, actor=SEED, at=AT)
    second.refresh_from_db()
    assert second.check_password(PASSWORD)
    assert kinds(f"officer:{second.pk}") == ["orgs.officer.created", "orgs.officer.password_set"]
    with pytest.raises(PasswordUnfit):
        officer_password_set(officer_id=second.pk, password="short", actor=SEED, at=AT)


def test_deactivate_vacates_posts(county: OrgsCounty) -> None:
    tan = county.officers["tan"]
    officer_deactivate(officer_id=tan, actor=SEED, at=AT)
    assert posts_of_officer(officer_id=tan) == []
    assert officers_of_unit(unit_id=county.units["劳动监察"]) == []
    assert officer_email(officer_id=tan) is None
    assert officer_view(officer_id=tan).is_active is False
    assert kinds(f"officer:{tan}") == ["orgs.officer.created", "orgs.officer.deactivated"]
    with pytest.raises(OfficerNotThere):
        officer_deactivate(officer_id=tan, actor=SEED, at=AT)


def test_post_fill(county: OrgsCounty) -> None:
    post = Post.objects.get(unit_id=county.units["石桥镇"])
    post_fill(post_id=post.pk, officer_id=county.officers["wei"], actor=SEED, at=AT)
    (view,) = posts_of_unit(unit_id=county.units["石桥镇"], roles=[Role.LEADER])
    assert (view.officer_id, view.officer_name, view.held_since) == (county.officers["wei"], "wei先生", AT)
    assert view.role_label == "领导干部"
    post_fill(post_id=post.pk, officer_id=county.officers["wei"], actor=SEED, at=AT)
    post_fill(post_id=post.pk, officer_id=None, actor=SEED, at=AT)
    assert kinds(f"post:{post.pk}") == ["orgs.post.created", "orgs.post.filled", "orgs.post.vacated"]
    with pytest.raises(OfficerNotThere):
        post_fill(post_id=post.pk, officer_id=10**9, actor=SEED, at=AT)
    with pytest.raises(PostNotThere):
        post_fill(post_id=10**9, officer_id=None, actor=SEED, at=AT)
    assert officer_email(officer_id=county.officers["wei"]) == "wei@example.org"
    assert [o.username for o in officers_of_unit(unit_id=county.units["信访局"], roles=[Role.REGISTRAR])] == ["lin"]
    assert posts_of_unit(unit_id=county.units["信访局"], roles=[Role.LEADER]) == []


def test_createsuperuser_works(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command(
        "createsuperuser", username="Root", display_name="管理", interactive=False, stdout=io.StringIO(), verbosity=0
    )
    officer = Officer.objects.get(username="root")
    assert officer.is_superuser
    assert officer.check_password(PASSWORD)
    assert officer.get_full_name() == "管理"
