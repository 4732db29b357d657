"""What opens something takes two people: who proposes, who agrees, who hears of it, what holds before and after."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from huiyin.flows.grants import (
    administrator_make,
    grants_round,
    post_give,
    proposal_agree,
    proposal_refuse,
    proposal_withdraw,
    seal_key_renew,
    seal_key_set,
)
from huiyin.flows.officer_away import officer_offboard
from huiyin.flows.sealing import readers_of_unit
from huiyin.kernel.actor import Role, system
from huiyin.kernel.errors import NotAllowed
from huiyin.ledger.models import Entry
from huiyin.notices.models import Notice
from huiyin.orgs.grant_errors import (
    DutiesNotAllowed,
    GrantAgreeNotAllowed,
    GrantConflict,
    GrantReasonRequired,
    GrantWaitingConflict,
    UnagreedNotAllowed,
)
from huiyin.orgs.grant_rules import ACCOUNT_IS_NEW, GRANT_WAITS, OPENING_ROLES, GrantKind, GrantState
from huiyin.orgs.models import Grant, Post
from huiyin.orgs.selectors.grants import deciders, grants_to_decide, is_being_set_up
from huiyin.orgs.services import (
    OfficerPlan,
    PostPlan,
    leave_set,
    officer_create,
    post_create,
    post_fill,
)
from tests.cast import PASSPHRASE, SEED, Cast

SHELL = system("install")


def _post(cast: Cast, unit: str, role: Role, holder: str | None = None) -> int:
    plan = PostPlan(cast.units[unit], role, "新设的职位", cast.officers[holder] if holder else None)
    return post_create(plan=plan, actor=SEED, at=cast.at).pk


def _proposed(cast: Cast, post_id: int, officer: str = "nobody") -> Grant:
    """An administrator puts somebody into a post: it waits."""
    held = post_give(
        post_id=post_id, officer_id=cast.officers[officer], actor=cast.actor("administrator"), at=cast.at
    )
    assert not held
    return Grant.objects.get(post_id=post_id, officer_id=cast.officers[officer], state=GrantState.WAITING)


def _names(cast: Cast, ids: frozenset[int]) -> set[str]:
    return {name for name, pk in cast.officers.items() if pk in ids}


def _notified(cast: Cast, template: str) -> set[str]:
    ids = Notice.objects.filter(template=template).values_list("officer_id", flat=True)
    return _names(cast, frozenset(pk for pk in ids if pk))


def _new_account(cast: Cast, username: str = "puppet") -> None:
    plan = OfficerPlan(username=username, display_name="王新来", email=f"{username}@example.invalid")
    cast.officers[username] = officer_create(plan=plan, actor=cast.actor("administrator"), at=cast.at).pk


@pytest.mark.parametrize("role", sorted(OPENING_ROLES))
def test_a_post_that_opens_something_waits_for_a_second_person(cast: Cast, role: Role) -> None:
    cast.file()
    post_id = _post(cast, "housing", role, "handler_two")
    grant = _proposed(cast, post_id)
    assert Post.objects.get(pk=post_id).officer_id == cast.officers["handler_two"]
    assert not cast.actor("nobody").posts
    proposal_agree(grant_id=grant.pk, actor=cast.actor("housing_leader"), at=cast.at)
    assert cast.actor("nobody").holds(role)
    assert Grant.objects.get(pk=grant.pk).decided_by_id == cast.officers["housing_leader"]


@pytest.mark.parametrize("role", [Role.MEDIATOR, Role.INSPECTOR, Role.ADMINISTRATOR])
def test_what_opens_nothing_takes_effect_at_once(cast: Cast, role: Role) -> None:
    cast.file()
    post_id = _post(cast, "housing", role)
    assert post_give(
        post_id=post_id, officer_id=cast.officers["nobody"], actor=cast.actor("administrator"), at=cast.at
    )


@pytest.mark.parametrize("days", [0, 29])
def test_no_one_grants_to_an_account_they_have_just_made(cast: Cast, days: int) -> None:
    """Nor to themselves, not even a post that opens nothing."""
    cast.file()
    _new_account(cast)
    cast.later(days=days)
    _proposed(cast, _post(cast, "housing", Role.ADMINISTRATOR), "puppet")
    _proposed(cast, _post(cast, "housing", Role.INSPECTOR), "administrator")


def test_an_account_made_longer_ago_is_no_puppet(cast: Cast) -> None:
    cast.file()
    _new_account(cast)
    cast.at += ACCOUNT_IS_NEW + timedelta(minutes=1)
    post_id = _post(cast, "housing", Role.ADMINISTRATOR)
    assert post_give(
        post_id=post_id, officer_id=cast.officers["puppet"], actor=cast.actor("administrator"), at=cast.at
    )


def test_no_service_lets_one_person_fill_such_a_post(cast: Cast) -> None:
    """The guard stands in the service, whatever page calls it."""
    cast.file()
    administrator, post_id = cast.actor("administrator"), _post(cast, "commission", Role.LEADER)
    with pytest.raises(UnagreedNotAllowed):
        post_fill(post_id=post_id, officer_id=cast.officers["nobody"], actor=administrator, at=cast.at)
    plan = PostPlan(cast.units["commission"], Role.LEADER, "书记", cast.officers["nobody"])
    with pytest.raises(UnagreedNotAllowed):
        post_create(plan=plan, actor=administrator, at=cast.at)
    with pytest.raises(NotAllowed):
        leave_set(
            officer_id=cast.officers["commission_registrar"], deputy_id=cast.officers["mayor"],
            starts_on=cast.at.date(), ends_on=cast.at.date(), actor=administrator, at=cast.at,
        )  # fmt: skip


def test_who_agrees(cast: Cast) -> None:
    """The unit's leader or an auditor; of a unit that stands apart somebody of that unit and nobody above."""
    cast.file()

    def who(unit: str, officer: str = "nobody") -> set[str]:
        grant = _proposed(cast, _post(cast, unit, Role.HANDLER), officer)
        return _names(cast, deciders(grant_id=grant.pk, at=cast.at))

    assert who("housing") == {"housing_leader", "auditor"}
    assert who("housing", "housing_leader") == {"auditor"}
    assert who("village") == {"town_leader", "auditor"}
    assert who("commission") == {"commission_registrar", "commission_handler"}
    assert who("commission", "commission_handler") == {"commission_registrar"}


def test_a_unit_apart_without_anybody_is_the_auditors(cast: Cast) -> None:
    cast.file()
    for username in ("commission_registrar", "commission_handler"):
        officer_offboard(officer_id=cast.officers[username], actor=SEED, at=cast.at)
    grant = _proposed(cast, _post(cast, "commission", Role.LEADER))
    assert _names(cast, deciders(grant_id=grant.pk, at=cast.at)) == {"auditor"}


def test_no_one_agrees_to_what_they_proposed_or_get(cast: Cast) -> None:
    """Not the proposer, not the officer, not an account that the proposer has just made, and nobody elsewhere."""
    cast.file()
    post_create(
        plan=PostPlan(cast.units["housing"], Role.LEADER, "局长", cast.officers["administrator"]),
        actor=SEED, at=cast.at,
    )  # fmt: skip
    _new_account(cast)
    post_create(
        plan=PostPlan(cast.units["housing"], Role.LEADER, "副局长", cast.officers["puppet"]), actor=SEED, at=cast.at
    )
    grant = _proposed(cast, _post(cast, "housing", Role.HANDLER))
    for username in ("administrator", "nobody", "puppet", "town_leader", "approver", "mayor"):
        with pytest.raises(GrantAgreeNotAllowed):
            proposal_agree(grant_id=grant.pk, actor=cast.actor(username), at=cast.at)
    assert not cast.actor("nobody").posts


def test_the_database_too_wants_two(cast: Cast) -> None:
    cast.file()
    grant = _proposed(cast, _post(cast, "housing", Role.HANDLER))
    for alone in (grant.proposed_by_id, grant.officer_id):
        with pytest.raises(IntegrityError), transaction.atomic():
            Grant.objects.filter(pk=grant.pk).update(state=GrantState.AGREED, decided_by=alone, decided_at=cast.at)


def test_everybody_concerned_hears_at_once(cast: Cast) -> None:
    cast.file()
    grant = _proposed(cast, _post(cast, "housing", Role.APPROVER, "approver"))
    assert _notified(cast, "grant_waiting") == {"housing_leader", "auditor"}
    assert _notified(cast, "grant_proposed") == {"approver"}
    assert all(notice.state == "pending" for notice in Notice.objects.filter(template__startswith="grant_"))
    proposal_agree(grant_id=grant.pk, actor=cast.actor("auditor"), at=cast.at)
    assert _notified(cast, "grant_decided") == {"approver", "nobody", "administrator", "housing_leader"}


def test_anyone_who_is_displaced_hears_it_also_where_no_one_has_to_agree(cast: Cast) -> None:
    cast.file()
    post_id = _post(cast, "housing", Role.HANDLER, "handler_two")
    assert post_give(post_id=post_id, officer_id=None, actor=cast.actor("administrator"), at=cast.at)
    assert _notified(cast, "post_changed") == {"handler_two", "housing_leader", "auditor"}


def test_a_shut_account_is_news_for_leader_and_auditor(cast: Cast) -> None:
    officer_offboard(officer_id=cast.officers["handler_two"], actor=cast.actor("administrator"), at=cast.at)
    assert _notified(cast, "post_changed") == {"housing_leader", "auditor"}


def test_refusing_takes_a_reason_and_ends_it(cast: Cast) -> None:
    cast.file()
    grant, leader = _proposed(cast, _post(cast, "housing", Role.HANDLER)), cast.actor("housing_leader")
    with pytest.raises(GrantReasonRequired):
        proposal_refuse(grant_id=grant.pk, reason="  ", actor=leader, at=cast.at)
    proposal_refuse(grant_id=grant.pk, reason="不认识这个人", actor=leader, at=cast.at)
    assert Grant.objects.get(pk=grant.pk).reason == "不认识这个人"
    with pytest.raises(GrantConflict):
        proposal_agree(grant_id=grant.pk, actor=cast.actor("auditor"), at=cast.at)
    assert not cast.actor("nobody").posts


def test_only_who_proposed_takes_it_back(cast: Cast) -> None:
    cast.file()
    grant = _proposed(cast, _post(cast, "housing", Role.HANDLER))
    with pytest.raises(NotAllowed):
        proposal_withdraw(grant_id=grant.pk, actor=cast.actor("housing_leader"), at=cast.at)
    proposal_withdraw(grant_id=grant.pk, actor=cast.actor("administrator"), at=cast.at)
    assert not grants_to_decide(officer_id=cast.officers["housing_leader"], at=cast.at)


def test_what_no_one_decides_lapses(cast: Cast) -> None:
    cast.file()
    post_id = _post(cast, "housing", Role.HANDLER)
    grant = _proposed(cast, post_id)
    with pytest.raises(GrantWaitingConflict):
        _proposed(cast, post_id)
    cast.at += GRANT_WAITS
    with pytest.raises(GrantConflict):
        proposal_agree(grant_id=grant.pk, actor=cast.actor("housing_leader"), at=cast.at)
    assert grants_round(at=cast.at) == 1
    assert Grant.objects.get(pk=grant.pk).state == GrantState.LAPSED
    assert _notified(cast, "grant_decided") >= {"administrator", "nobody"}
    _proposed(cast, post_id)


def test_a_post_that_changed_meanwhile_is_asked_for_anew(cast: Cast) -> None:
    """What somebody agrees to is what stood on the page: the same role, the same holder."""
    cast.file()
    post_id = _post(cast, "housing", Role.HANDLER)
    grant = _proposed(cast, post_id)
    post_fill(post_id=post_id, officer_id=cast.officers["handler_two"], actor=SEED, at=cast.at)
    with pytest.raises(GrantConflict):
        proposal_agree(grant_id=grant.pk, actor=cast.actor("housing_leader"), at=cast.at)
    post_fill(post_id=post_id, officer_id=None, actor=SEED, at=cast.at)
    Post.objects.filter(pk=post_id).update(role=Role.LEADER)
    with pytest.raises(GrantConflict):
        proposal_agree(grant_id=grant.pk, actor=cast.actor("housing_leader"), at=cast.at)


def test_an_installation_that_is_being_set_up_waits_for_no_one(cast: Cast) -> None:
    """Until the first matter there is nothing to read, and perhaps nobody who could agree."""
    assert is_being_set_up()
    post_id, administrator = _post(cast, "housing", Role.HANDLER), cast.actor("administrator")
    assert post_give(post_id=post_id, officer_id=cast.officers["nobody"], actor=administrator, at=cast.at)
    # It isn't hidden either: who watches over the unit hears of it, and the record says who did it.
    assert _notified(cast, "post_changed") >= {"nobody", "housing_leader", "auditor"}
    assert Entry.objects.filter(kind="security.post.filled", actor=administrator.ref).exists()
    cast.file()
    assert not is_being_set_up()


def test_the_record_names_proposer_and_who_agreed(cast: Cast) -> None:
    cast.file()
    grant = _proposed(cast, _post(cast, "housing", Role.HANDLER))
    proposal_agree(grant_id=grant.pk, actor=cast.actor("auditor"), at=cast.at)
    found = Entry.objects.filter(subject=f"grant:{grant.pk}").order_by("id").values_list("kind", "actor")
    assert list(found) == [
        ("orgs.grant.proposed", cast.actor("administrator").ref),
        ("orgs.grant.agreed", cast.actor("auditor").ref),
    ]


def test_a_new_reader_is_agreed_to_by_one_who_reads(cast: Cast) -> None:
    """And reads what is sealed from then on; until then nothing is sealed to the new key."""
    cast.seal_keys("registrar", "office_approver")
    cast.file()
    assert not seal_key_set(actor=cast.actor("office_leader"), passphrase=PASSPHRASE, at=cast.at)
    grant = Grant.objects.get(officer_id=cast.officers["office_leader"], kind=GrantKind.READER)
    office = cast.units["office"]
    assert cast.officers["office_leader"] not in readers_of_unit(unit_id=office).officer_ids
    assert _names(cast, deciders(grant_id=grant.pk, at=cast.at)) == {"registrar", "office_approver"}
    for username in ("auditor", "administrator", "office_leader", "mayor"):
        with pytest.raises(GrantAgreeNotAllowed):
            proposal_agree(grant_id=grant.pk, actor=cast.actor(username), at=cast.at)
    proposal_agree(grant_id=grant.pk, actor=cast.actor("registrar"), at=cast.at)
    assert cast.officers["office_leader"] in readers_of_unit(unit_id=office).officer_ids


def test_the_first_reader_is_agreed_to_as_a_post_is(cast: Cast) -> None:
    cast.file()
    seal_key_set(actor=cast.actor("registrar"), passphrase=PASSPHRASE, at=cast.at)
    grant = Grant.objects.get(kind=GrantKind.READER)
    assert _names(cast, deciders(grant_id=grant.pk, at=cast.at)) == {"office_leader", "auditor"}


def test_a_key_that_is_made_anew_is_agreed_to_anew(cast: Cast) -> None:
    cast.seal_keys("registrar", "office_approver")
    cast.file()
    seal_key_renew(actor=cast.actor("registrar"), passphrase=PASSPHRASE, at=cast.later(days=1))
    assert readers_of_unit(unit_id=cast.units["office"]).officer_ids == (cast.officers["office_approver"],)


def test_a_reader_elsewhere_is_no_reader_here(cast: Cast) -> None:
    """With a new post a reader is proposed there by the worker, and read nothing before."""
    cast.seal_keys("registrar", "office_approver", "housing_leader")
    cast.file()
    _post(cast, "office", Role.LEADER, "housing_leader")
    assert cast.officers["housing_leader"] not in readers_of_unit(unit_id=cast.units["office"]).officer_ids
    assert grants_round(at=cast.at) == 1
    grant = Grant.objects.get(officer_id=cast.officers["housing_leader"], state=GrantState.WAITING)
    assert grant.unit_id == cast.units["office"]
    assert grants_round(at=cast.at) == 0


def test_a_reader_who_left_and_came_back_is_agreed_to_anew(cast: Cast) -> None:
    cast.seal_keys("registrar", "office_approver")
    cast.file()
    post_id = Post.objects.get(officer_id=cast.officers["registrar"], role=Role.REGISTRAR).pk
    cast.later(days=1)
    post_fill(post_id=post_id, officer_id=None, actor=SEED, at=cast.at)
    post_fill(post_id=post_id, officer_id=cast.officers["registrar"], actor=SEED, at=cast.at)
    assert cast.officers["registrar"] not in readers_of_unit(unit_id=cast.units["office"]).officer_ids


def _from_the_shell(cast: Cast, officer: str = "nobody") -> bool:
    plan = PostPlan(cast.units["office"], Role.ADMINISTRATOR, "管理员", cast.officers[officer])
    return administrator_make(plan=plan, actor=SHELL, at=cast.at)


def test_the_shell_makes_the_first_administrator_and_the_one_after_the_last(cast: Cast) -> None:
    """Any other waits, and everybody concerned hears of each."""
    assert _from_the_shell(cast)
    cast.file()
    assert not _from_the_shell(cast, "handler")
    assert _notified(cast, "grant_waiting") == {"office_leader", "auditor"}
    assert not cast.actor("handler").holds(Role.ADMINISTRATOR)
    for username in ("administrator", "nobody"):
        officer_offboard(officer_id=cast.officers[username], actor=SEED, at=cast.at)
    assert _from_the_shell(cast, "handler_two")
    assert _notified(cast, "post_changed") >= {"office_leader", "auditor"}


@pytest.mark.parametrize(
    ("first", "second"),
    [(Role.ADMINISTRATOR, Role.AUDITOR), (Role.LEADER, Role.ADMINISTRATOR), (Role.AUDITOR, Role.LEADER)],
)
def test_duties_are_kept_apart_where_the_installation_says_so(
    cast: Cast, settings: object, first: Role, second: Role
) -> None:
    post_create(plan=PostPlan(cast.units["county"], first, "一", cast.officers["nobody"]), actor=SEED, at=cast.at)
    post_id = _post(cast, "county", second)
    settings.HUIYIN_SEPARATE_DUTIES = True  # type: ignore[attr-defined]
    for actor in (SHELL, cast.actor("administrator")):
        with pytest.raises(DutiesNotAllowed):
            post_give(post_id=post_id, officer_id=cast.officers["nobody"], actor=actor, at=cast.at)
    settings.HUIYIN_SEPARATE_DUTIES = False  # type: ignore[attr-defined]
    assert post_give(post_id=post_id, officer_id=cast.officers["nobody"], actor=SHELL, at=cast.at)
