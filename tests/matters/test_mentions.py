"""A note asks colleagues to look: those who see the matter anyway, and it gives nobody access."""

import pytest
from tests.cast import SEED, Cast

from huiyin.kernel.actor import Role
from huiyin.kernel.time import office_day
from huiyin.ledger.services import ledger_verify
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.messages.errors import MentionRefused, MentionsTooMany
from huiyin.matters.messages.selectors.mentions import colleagues_for_page, officer_sees
from huiyin.matters.messages.services.work import matter_note
from huiyin.matters.models import Mention
from huiyin.matters.recusal.services import matter_recuse
from huiyin.matters.register.services.register import Registered
from huiyin.matters.respondents.services.naming import matter_name_respondent
from huiyin.notices.models import Notice
from huiyin.orgs.services import OfficerPlan, PostPlan, officer_create, post_create

pytestmark = pytest.mark.django_db


def _handled(cast: Cast) -> Registered:
    filed = cast.file()
    cast.to_handler(filed)
    return filed


def _offered(cast: Cast, filed: Registered, who: str = "handler") -> set[str]:
    names = {officer_id: username for username, officer_id in cast.officers.items()}
    found = colleagues_for_page(actor=cast.actor(who), matter_id=filed.matter_id, on=office_day(cast.at))
    return {names[colleague.officer_id] for colleague in found}


def _note(cast: Cast, filed: Registered, *usernames: str, who: str = "handler") -> None:
    matter_note(
        actor=cast.actor(who), matter_id=filed.matter_id, body="请看一下合同。",
        mentions=[cast.officers[username] for username in usernames], at=cast.at,
    )  # fmt: skip


def _notified(filed: Registered) -> set[int | None]:
    return set(Notice.objects.filter(template="note_mentioned").values_list("officer_id", flat=True))


def test_a_note_asks_colleagues_to_look_and_says_whom_with_unit_and_post(cast: Cast) -> None:
    filed = _handled(cast)
    _note(cast, filed, "approver", "housing_leader", "approver")
    assert _notified(filed) == {cast.officers["approver"], cast.officers["housing_leader"]}
    notice = Notice.objects.filter(template="note_mentioned").first()
    # By mail it comes with the day's digest, as whatever isn't urgent.
    assert notice and (notice.state, notice.params) == ("gathered", {"number": filed.number})
    note = matter_page_for(actor=cast.actor("approver"), number=filed.number, at=cast.at).messages[-1]
    assert {label.partition("（")[0] for label in note.mentions} == {"顾南亭", "楚天阔"}
    assert "云渡县住房和城乡建设局 · " in note.mentions[0]
    assert not ledger_verify().problems
    Mention.objects.filter(officer_id=cast.officers["approver"]).update(officer_id=cast.officers["handler_two"])
    assert ledger_verify().problems


def test_every_colleague_who_is_offered_sees_the_matter(cast: Cast) -> None:
    filed = _handled(cast)
    offered = _offered(cast, filed)
    assert {"approver", "housing_leader", "housing_registrar", "registrar"} <= offered
    assert not {"handler", "handler_two", "education_registrar", "mayor", "administrator", "auditor"} & offered
    for username in offered:
        assert officer_sees(officer_id=cast.officers[username], matter_id=filed.matter_id, on=office_day(cast.at)), (
            username
        )
    # Whoever leads further up is a colleague of those who lead with them, and of nobody below.
    assert "mayor" not in _offered(cast, filed, "approver")


@pytest.mark.parametrize("username", ["handler_two", "education_handler", "mayor", "auditor", "handler"])
def test_no_other_officer_can_be_asked_by_writing_their_id_into_the_form(cast: Cast, username: str) -> None:
    filed = _handled(cast)
    with pytest.raises(MentionRefused) as refused:
        _note(cast, filed, "approver", username)
    assert "请看的同事只能从名单里选" in str(refused.value)
    assert not Mention.objects.exists() and not _notified(filed)
    with pytest.raises(MentionRefused):
        matter_note(actor=cast.actor("handler"), matter_id=filed.matter_id, body="看", mentions=[10**12], at=cast.at)
    with pytest.raises(MentionsTooMany):
        matter_note(actor=cast.actor("handler"), matter_id=filed.matter_id, body="看", mentions=range(11), at=cast.at)


def test_barred_and_recused_officers_are_neither_offered_nor_accepted(cast: Cast) -> None:
    about = _handled(cast)
    recused = _handled(cast)
    assert {"office_approver", "approver"} <= _offered(cast, about)
    matter_name_respondent(
        actor=cast.actor("housing_registrar"), matter_id=about.matter_id, unit_id=None,
        officer_id=cast.officers["office_approver"], text="", at=cast.at,
    )  # fmt: skip
    matter_recuse(
        actor=cast.actor("housing_leader"), matter_id=recused.matter_id, officer_id=cast.officers["approver"],
        reason="是亲戚", at=cast.at,
    )  # fmt: skip
    for filed, username in ((about, "office_approver"), (recused, "approver")):
        assert username not in _offered(cast, filed, "housing_registrar")
        with pytest.raises(MentionRefused):
            _note(cast, filed, username, who="housing_registrar")
    # Nobody below the officer whom it is about, either.
    assert "registrar" not in _offered(cast, about)
    assert not Notice.objects.filter(template="note_mentioned").exists()


def test_two_of_one_name_are_distinguished_by_their_posts(cast: Cast) -> None:
    filed = _handled(cast)
    for username, title in (("twin_one", "审批一科科长"), ("twin_two", "审批二科科长")):
        officer = officer_create(plan=OfficerPlan(username, "顾南亭"), actor=SEED, at=cast.at)
        cast.officers[username] = officer.pk
        post_create(plan=PostPlan(cast.units["housing"], Role.APPROVER, title, officer.pk), actor=SEED, at=cast.at)
    found = colleagues_for_page(actor=cast.actor("handler"), matter_id=filed.matter_id, on=office_day(cast.at))
    labels = [colleague.label for colleague in found if colleague.name == "顾南亭"]
    assert len(set(labels)) == 3 and any("审批二科科长" in label for label in labels)


def test_the_petitioner_reads_nothing_of_it(cast: Cast) -> None:
    filed = _handled(cast)
    before = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    _note(cast, filed, "approver")
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert page.messages == before.messages and page.events == before.events
    assert "顾南亭" not in repr(page)
