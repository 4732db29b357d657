"""An account is linked with an identity elsewhere as carefully as it gets a password."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from huiyin.flows.accounts import account_open
from huiyin.flows.officer_away import officer_offboard
from huiyin.flows.sign_on import (
    ProviderUnknown,
    account_link,
    account_link_agree,
    account_link_refuse,
    account_unlink,
)
from huiyin.kernel.actor import system
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.sign_on import SignOnProvider
from huiyin.ledger.models import Entry
from huiyin.notices.models import Notice
from huiyin.orgs.errors import OfficerNotThere
from huiyin.orgs.grant_rules import GRANT_WAITS
from huiyin.orgs.models import SignOnLink
from huiyin.orgs.selectors import officer_by_username
from huiyin.orgs.selectors.sign_on import links_of_officer, links_to_decide, officer_of_subject
from huiyin.orgs.services import OfficerPlan, officer_reactivate
from huiyin.orgs.sign_on_errors import (
    SignOnAgreeNotAllowed,
    SignOnLinkConflict,
    SignOnLinkNotFound,
    SubjectRequired,
)
from tests.cast import Cast

SUBJECT = "7c1e-handler"


@pytest.fixture(autouse=True)
def _in_use(cast: Cast, settings: Any) -> None:
    """Something was filed, so nothing is being set up."""
    cast.file()
    settings.HUIYIN_SIGN_ON = (SignOnProvider("county", "oidc", "县统一认证"),)


def _ask(cast: Cast, username: str = "handler", subject: str = SUBJECT, by: str = "administrator") -> int:
    is_at_once = account_link(
        officer_id=cast.officers[username], provider="county", subject=subject, actor=cast.actor(by), at=cast.at
    )
    assert not is_at_once
    return SignOnLink.objects.get(officer_id=cast.officers[username], ended_at=None).pk


def _opens(subject: str = SUBJECT) -> str:
    officer = officer_of_subject(provider="county", subject=subject)
    return officer.username if officer else ""


def _notified(cast: Cast, template: str) -> set[str]:
    ids = set(Notice.objects.filter(template=template).values_list("officer_id", flat=True))
    return {name for name, pk in cast.officers.items() if pk in ids}


def test_an_administrator_alone_opens_no_account_with_an_identity(cast: Cast) -> None:
    link = _ask(cast)
    assert _opens() == ""
    for username in ("administrator", "handler_two", "nobody"):
        with pytest.raises(SignOnAgreeNotAllowed):
            account_link_agree(link_id=link, actor=cast.actor(username), at=cast.at)
    assert _opens() == ""
    assert _notified(cast, "account_sign_on") == {"handler"}
    assert _notified(cast, "account_sign_on_waiting") == {"housing_leader", "auditor"}


def test_nor_by_an_account_of_their_own_making(cast: Cast) -> None:
    administrator = cast.actor("administrator")
    account_open(plan=OfficerPlan(username="helper", display_name="林间"), actor=administrator, at=cast.at)
    link = _ask(cast, by="administrator")
    cast.officers["helper"] = officer_by_username(username="helper").id
    with pytest.raises(SignOnAgreeNotAllowed):
        account_link_agree(link_id=link, actor=cast.actor("helper"), at=cast.at)


@pytest.mark.parametrize("username", ["handler", "housing_leader", "auditor"])
def test_the_officer_or_a_second_person_agrees(cast: Cast, username: str) -> None:
    account_link_agree(link_id=_ask(cast), actor=cast.actor(username), at=cast.at)
    assert _opens() == "handler"
    assert _notified(cast, "account_sign_on_changed") == {"handler", "housing_leader", "auditor"} - {username}
    kinds = set(Entry.objects.values_list("kind", flat=True))
    assert {"orgs.sign_on.proposed", "orgs.sign_on.agreed", "security.sign_on.agreed"} <= kinds
    assert not any(
        SUBJECT in (content or "")
        for content in Entry.objects.filter(kind__startswith="security.").values_list("content", flat=True)
    )


def test_not_even_for_the_own_account(cast: Cast) -> None:
    """Who sits down at an administrator's unlocked screen makes no lasting way in."""
    link = _ask(cast, username="administrator")
    with pytest.raises(SignOnAgreeNotAllowed):
        account_link_agree(link_id=link, actor=cast.actor("administrator"), at=cast.at)


def test_refused_ended_and_lapsed_links_open_nothing(cast: Cast) -> None:
    account_link_refuse(link_id=_ask(cast), actor=cast.actor("handler"), at=cast.at)
    link = _ask(cast)
    assert [view.id for view in links_to_decide(officer_id=cast.officers["auditor"], at=cast.at)] == [link]
    cast.later(days=GRANT_WAITS.days)
    assert links_to_decide(officer_id=cast.officers["auditor"], at=cast.at) == []
    with pytest.raises(SignOnLinkNotFound):
        account_link_agree(link_id=link, actor=cast.actor("handler"), at=cast.at)
    agreed = _ask(cast)
    account_link_agree(link_id=agreed, actor=cast.actor("handler"), at=cast.at)
    with pytest.raises(NotAllowed):
        account_unlink(link_id=agreed, actor=cast.actor("auditor"), at=cast.at)
    account_unlink(link_id=agreed, actor=cast.actor("administrator"), at=cast.at)
    assert _opens() == ""


def test_one_identity_opens_one_account(cast: Cast) -> None:
    account_link_agree(link_id=_ask(cast), actor=cast.actor("handler"), at=cast.at)
    for username, subject in (("handler_two", SUBJECT), ("handler", "another")):
        with pytest.raises(SignOnLinkConflict):
            _ask(cast, username, subject)
    row = SignOnLink.objects.get(subject=SUBJECT)
    row.pk, row.officer_id = None, cast.officers["handler_two"]
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.parametrize("subject", ["", " ", "x" * 256])
def test_a_subject_is_asked_for(cast: Cast, subject: str) -> None:
    with pytest.raises(SubjectRequired):
        _ask(cast, subject=subject)


def test_a_provider_must_be_set_up_and_an_account_open(cast: Cast, settings: Any) -> None:
    officer_offboard(officer_id=cast.officers["handler_two"], actor=system("organisation"), at=cast.at)
    with pytest.raises(OfficerNotThere):
        _ask(cast, "handler_two")
    settings.HUIYIN_SIGN_ON = ()
    with pytest.raises(ProviderUnknown):
        _ask(cast)


def test_after_coming_back_an_account_is_linked_anew(cast: Cast) -> None:
    account_link_agree(link_id=_ask(cast), actor=cast.actor("handler"), at=cast.at)
    for change in (officer_offboard, officer_reactivate):
        change(officer_id=cast.officers["handler"], actor=system("organisation"), at=cast.at)
    assert _opens() == ""
    assert links_of_officer(officer_id=cast.officers["handler"], at=cast.at) == []
