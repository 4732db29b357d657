"""The draft of a reply goes to a colleague who sees the matter; who has written on it doesn't approve it."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import PASSWORD, SEED, Cast
from tests.matters.drafting import keep, key_of

from huiyin.kernel.actor import Role
from huiyin.ledger.models import Entry
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.assignment.services import matter_assign_handler
from huiyin.matters.core.rules.states import Action
from huiyin.matters.delivery.services import reply_serve
from huiyin.matters.drafts.errors import (
    ColleagueUnknown,
    DraftHandNotAllowed,
    DraftReturnConflict,
    MoveDraftGone,
    MoveDraftNotFound,
)
from huiyin.matters.drafts.rules import DraftSeen
from huiyin.matters.drafts.selectors import draft_colleagues, move_draft_of, move_drafts_on
from huiyin.matters.drafts.services.handing import (
    move_draft_hand,
    move_draft_hand_back,
    move_draft_take_back,
    move_drafts_return,
)
from huiyin.matters.lists.selectors.lists import WorkList, matter_list_for
from huiyin.matters.models import Reply
from huiyin.matters.recusal.services import matter_recuse
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.errors import CoDraftNotAllowed
from huiyin.matters.reply.services.reply import reply_approve, reply_draft, reply_recall, reply_return
from huiyin.matters.reply.services.sign import reply_sign
from huiyin.matters.respondents.services.naming import matter_name_respondent
from huiyin.notices.models import Notice
from huiyin.orgs.selectors import posts_of_officer
from huiyin.orgs.services import (
    OfficerPlan,
    PostPlan,
    officer_deactivate,
    officers_create,
    post_fill,
    posts_create,
)

_TEXT = "查明：电梯停运三天"


@pytest.fixture
def filed(cast: Cast) -> Registered:
    found = cast.file()
    cast.to_handler(found)
    return found


def _hand(cast: Cast, seen: DraftSeen, to: str, by: str = "handler") -> None:
    move_draft_hand(actor=cast.actor(by), draft_id=key_of(seen), officer_id=cast.officers[to], at=cast.at)


def _back(cast: Cast, seen: DraftSeen, by: str) -> None:
    move_draft_hand_back(actor=cast.actor(by), draft_id=key_of(seen), at=cast.at)


def _take_back(cast: Cast, seen: DraftSeen, by: str) -> str:
    return move_draft_take_back(actor=cast.actor(by), draft_id=key_of(seen), at=cast.at)


def _texts(cast: Cast, filed: Registered, who: str) -> list[str]:
    drafts = move_drafts_on(actor=cast.actor(who), matter_id=filed.matter_id)
    return [value for draft in drafts for _name, value in draft.typed]


def _recuse(cast: Cast, filed: Registered, who: str) -> None:
    officer_id = cast.officers[who]
    matter_recuse(
        actor=cast.actor(who), matter_id=filed.matter_id, officer_id=officer_id, reason="是亲戚", at=cast.at
    )


def test_a_draft_goes_to_a_colleague_and_back(cast: Cast, filed: Registered) -> None:
    seen = keep(cast, filed, "handler", _TEXT)
    _hand(cast, seen, "approver")
    assert _texts(cast, filed, "approver") == [_TEXT] and not _texts(cast, filed, "handler")
    (mine,) = move_drafts_on(actor=cast.actor("handler"), matter_id=filed.matter_id)
    assert (mine.holder, mine.typed) == ("顾南亭", ())
    with pytest.raises(MoveDraftNotFound):
        move_draft_of(actor=cast.actor("handler"), draft_id=key_of(seen))
    # A page of the former owner that is still open keeps nothing more.
    with pytest.raises(MoveDraftGone):
        keep(cast, filed, "handler", "旧窗口", seen=seen)
    _number, held = move_draft_of(actor=cast.actor("approver"), draft_id=key_of(seen))
    assert held.author == "沈秋白"
    keep(cast, filed, "approver", f"{_TEXT}，补充依据", seen=DraftSeen("theirs", held.version, held.id))
    _back(cast, seen, "approver")
    assert _texts(cast, filed, "handler") == [f"{_TEXT}，补充依据"] and not _texts(cast, filed, "approver")
    heard = Notice.objects.filter(template="draft_handed").order_by("pk").values_list("officer_id", flat=True)
    assert list(heard) == [cast.officers["approver"], cast.officers["handler"]]


def test_the_ledger_has_from_whom_to_whom_and_no_text(cast: Cast, filed: Registered) -> None:
    seen = keep(cast, filed, "handler", _TEXT)
    _hand(cast, seen, "approver")
    _back(cast, seen, "approver")
    entries = Entry.objects.filter(kind__startswith="matters.draft.").order_by("id")
    assert [(entry.kind, entry.actor) for entry in entries] == [
        ("matters.draft.handed", cast.actor("handler").ref),
        ("matters.draft.handed_back", cast.actor("approver").ref),
    ]
    assert "电梯" not in json.dumps([str(vars(entry)) for entry in entries], ensure_ascii=False)
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_only_to_colleagues_who_see_the_matter(cast: Cast, filed: Registered) -> None:
    seen = keep(cast, filed, "handler", _TEXT)
    offered = draft_colleagues(actor=cast.actor("handler"), matter_id=filed.matter_id, unit_id=cast.units["housing"])
    names = {officer.display_name for officer in offered}
    assert names == {"顾南亭", "容止", "田小禾", "楚天阔"}
    for stranger in ("handler_two", "mayor", "registrar", "education_registrar", "handler"):
        with pytest.raises(ColleagueUnknown):
            _hand(cast, seen, stranger)
    for relative in ("approver", "housing_leader"):
        _recuse(cast, filed, relative)
        with pytest.raises(ColleagueUnknown):
            _hand(cast, seen, relative)
    assert _texts(cast, filed, "handler") == [_TEXT]


def test_barred_officers_get_none(cast: Cast, filed: Registered) -> None:
    seen = keep(cast, filed, "handler", _TEXT)
    matter_name_respondent(
        actor=cast.actor("approver"), matter_id=filed.matter_id, unit_id=None,
        officer_id=cast.officers["housing_registrar"], text="田小禾", at=cast.at,
    )  # fmt: skip
    with pytest.raises(ColleagueUnknown):
        _hand(cast, seen, "housing_registrar")


def test_only_ones_own_and_only_replies(cast: Cast, filed: Registered) -> None:
    seen = keep(cast, filed, "handler", _TEXT)
    with pytest.raises(MoveDraftNotFound):
        _hand(cast, seen, "drafting_approver", by="approver")
    with pytest.raises(DraftHandNotAllowed):
        _back(cast, seen, "handler")
    note = keep(cast, filed, "handler", "记录", action=Action.NOTE, field="body")
    with pytest.raises(DraftHandNotAllowed):
        _hand(cast, note, "approver")
    _hand(cast, seen, "approver")
    # Back, or handed in: nobody hands on what somebody else began.
    with pytest.raises(DraftHandNotAllowed):
        _hand(cast, seen, "drafting_approver", by="approver")
    cast.draft(filed)
    late = keep(cast, filed, "handler", "已经提交以后写的")
    with pytest.raises(DraftHandNotAllowed):
        _hand(cast, late, "drafting_approver")


def test_it_isnt_given_back_to_an_author_who_sees_the_matter_no_more(cast: Cast, filed: Registered) -> None:
    seen = keep(cast, filed, "handler", _TEXT)
    _hand(cast, seen, "approver")
    _recuse(cast, filed, "handler")
    with pytest.raises(DraftReturnConflict):
        _back(cast, seen, "approver")


@pytest.mark.parametrize("why", ["stands aside", "is barred", "has left", "went elsewhere"])
def test_a_draft_comes_back_from_a_colleague_who_sees_the_matter_no_more(
    cast: Cast, filed: Registered, why: str
) -> None:
    seen, officer_id = keep(cast, filed, "handler", _TEXT), cast.officers["housing_registrar"]
    _hand(cast, seen, "housing_registrar")
    assert move_drafts_return(at=cast.at) == 0
    if why == "stands aside":
        _recuse(cast, filed, "housing_registrar")
    elif why == "is barred":
        matter_name_respondent(
            actor=cast.actor("approver"), matter_id=filed.matter_id, unit_id=None, officer_id=officer_id,
            text="田小禾", at=cast.at,
        )  # fmt: skip
    else:
        for post in posts_of_officer(officer_id=officer_id):
            post_fill(post_id=post.id, officer_id=None, actor=SEED, at=cast.at)
        if why == "has left":
            officer_deactivate(officer_id=officer_id, actor=SEED, at=cast.at)
    before = Notice.objects.filter(officer_id=officer_id).count()
    assert move_drafts_return(at=cast.at) == 1
    assert _texts(cast, filed, "handler") == [_TEXT]
    heard = Notice.objects.filter(template="draft_handed").order_by("pk").values_list("officer_id", flat=True)
    assert list(heard) == [officer_id, cast.officers["handler"]]
    # Whom it bars hears nothing of it.
    assert Notice.objects.filter(officer_id=officer_id).count() == before
    assert move_drafts_return(at=cast.at) == 0
    (entry,) = Entry.objects.filter(kind="matters.draft.returned")
    assert entry.actor == "system:move_drafts"
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_the_author_takes_it_back(cast: Cast, filed: Registered) -> None:
    seen = keep(cast, filed, "handler", _TEXT)
    with pytest.raises(MoveDraftNotFound):
        _take_back(cast, seen, "handler")
    _hand(cast, seen, "approver")
    _number, held = move_draft_of(actor=cast.actor("approver"), draft_id=key_of(seen))
    written = keep(cast, filed, "approver", f"{_TEXT}，补充", seen=DraftSeen("theirs", held.version, held.id))
    for other in ("approver", "drafting_approver", "education_handler"):
        with pytest.raises(MoveDraftNotFound):
            _take_back(cast, seen, other)
    assert _take_back(cast, seen, "handler") == filed.number
    assert _texts(cast, filed, "handler") == [f"{_TEXT}，补充"] and not _texts(cast, filed, "approver")
    # The colleague's open page keeps nothing more, and says so.
    with pytest.raises(MoveDraftGone):
        keep(cast, filed, "approver", "还在写", seen=written)
    assert Notice.objects.get(template="draft_taken_back").officer_id == cast.officers["approver"]
    _draft(cast, filed)
    assert Reply.objects.get().written_by == {cast.officers["handler"], cast.officers["approver"]}
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_a_recused_colleague_hears_of_no_taking_back(cast: Cast, filed: Registered) -> None:
    seen = keep(cast, filed, "handler", _TEXT)
    _hand(cast, seen, "approver")
    _recuse(cast, filed, "approver")
    _take_back(cast, seen, "handler")
    assert _texts(cast, filed, "handler") == [_TEXT]
    assert not Notice.objects.filter(template="draft_taken_back").exists()


def test_an_author_that_sees_the_matter_no_more_gets_nothing_back(cast: Cast, filed: Registered) -> None:
    seen = keep(cast, filed, "handler", _TEXT)
    _hand(cast, seen, "approver")
    for who in ("approver", "handler"):
        _recuse(cast, filed, who)
    assert move_drafts_return(at=cast.at) == 0
    with pytest.raises(MoveDraftNotFound):
        _take_back(cast, seen, "handler")


def test_colleagues_are_found_in_as_many_statements_however_many_they_are(cast: Cast, filed: Registered) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            draft_colleagues(actor=cast.actor("handler"), matter_id=filed.matter_id, unit_id=cast.units["housing"])
        return len(asked)

    before = statements()
    plans = [OfficerPlan(f"more-{place}", f"同事{place}", password=PASSWORD) for place in range(3)]
    for officer in officers_create(plans=plans, actor=SEED, at=cast.at):
        plan = PostPlan(cast.units["housing"], Role.REGISTRAR, "科员", officer.pk)
        posts_create(plans=[plan], actor=SEED, at=cast.at)
    offered = draft_colleagues(actor=cast.actor("handler"), matter_id=filed.matter_id, unit_id=cast.units["housing"])
    assert len(offered) == 7 and statements() == before


def test_a_new_draft_can_be_begun_while_the_other_one_is_away(cast: Cast, filed: Registered) -> None:
    seen = keep(cast, filed, "handler", _TEXT)
    _hand(cast, seen, "approver")
    keep(cast, filed, "handler", "另起一份", seen=DraftSeen("new"))
    _back(cast, seen, "approver")
    assert sorted(_texts(cast, filed, "handler")) == sorted(["另起一份", _TEXT])


def _handed_in(cast: Cast, filed: Registered) -> None:
    """Begun by the handler, gone on with by an approver and the leader, handed in by the handler."""
    seen = keep(cast, filed, "handler", _TEXT)
    for helper in ("approver", "housing_leader"):
        _hand(cast, seen, helper)
        _number, held = move_draft_of(actor=cast.actor(helper), draft_id=key_of(seen))
        keep(cast, filed, helper, f"{_TEXT}，{helper} 补充", seen=DraftSeen(helper, held.version, held.id))
        _back(cast, seen, helper)
    _draft(cast, filed, seen)


def _draft(cast: Cast, filed: Registered, seen: DraftSeen | None = None) -> None:
    reply_draft(
        actor=cast.actor("handler"), matter_id=filed.matter_id, facts="属实", basis="条例",
        opinions=cast.opinions(filed), draft_id=key_of(seen) if seen else None, at=cast.at,
    )  # fmt: skip


def test_who_has_written_on_it_neither_approves_nor_signs(
    cast: Cast, filed: Registered, settings: pytest.FixtureRequest
) -> None:
    settings.HUIYIN_SIGNED_BY_LEADER = True  # type: ignore[attr-defined]
    _handed_in(cast, filed)
    approver, other = cast.actor("approver"), cast.actor("drafting_approver")
    with pytest.raises(CoDraftNotAllowed):
        reply_approve(actor=approver, matter_id=filed.matter_id, at=cast.at)
    asked = Notice.objects.filter(template="approval_waiting").values_list("officer_id", flat=True)
    assert set(asked) == {cast.officers["drafting_approver"]}
    assert not matter_list_for(actor=approver, work_list=WorkList.APPROVALS).rows
    assert len(matter_list_for(actor=other, work_list=WorkList.APPROVALS).rows) == 1
    reply_approve(actor=other, matter_id=filed.matter_id, at=cast.at)
    with pytest.raises(CoDraftNotAllowed):
        reply_sign(actor=cast.actor("housing_leader"), matter_id=filed.matter_id, at=cast.at)
    # Nobody is left who could sign: nothing waits for it.
    reply_serve(actor=cast.actor("handler"), matter_id=filed.matter_id, at=cast.at)
    assert Reply.objects.get().written_by == {cast.officers[who] for who in ("handler", "approver", "housing_leader")}
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_it_holds_for_what_came_back_and_is_handed_in_anew(cast: Cast, filed: Registered) -> None:
    _handed_in(cast, filed)
    reply_recall(actor=cast.actor("handler"), matter_id=filed.matter_id, at=cast.at)
    _draft(cast, filed)
    with pytest.raises(CoDraftNotAllowed):
        reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    reply_approve(actor=cast.actor("drafting_approver"), matter_id=filed.matter_id, at=cast.at)


def test_who_wrote_along_is_known_whatever_the_page_says(cast: Cast, filed: Registered) -> None:
    """The id of the draft comes from the page: left out, it leaves out no name."""
    seen = keep(cast, filed, "handler", _TEXT)
    _hand(cast, seen, "approver")
    _number, held = move_draft_of(actor=cast.actor("approver"), draft_id=key_of(seen))
    keep(cast, filed, "approver", f"{_TEXT}，补充", seen=DraftSeen("approver", held.version, held.id))
    _back(cast, seen, "approver")
    _draft(cast, filed)
    with pytest.raises(CoDraftNotAllowed):
        reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)


def test_who_drafted_the_round_before_does_not_approve_what_was_made_of_it(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed, "drafting_approver")
    cast.draft(filed, "drafting_approver")
    reply_return(actor=cast.actor("approver"), matter_id=filed.matter_id, reason="请核实", at=cast.at)
    matter_assign_handler(
        actor=cast.actor("housing_registrar"), matter_id=filed.matter_id, officer_id=cast.officers["handler"],
        at=cast.at,
    )  # fmt: skip
    cast.draft(filed, "handler")
    with pytest.raises(CoDraftNotAllowed):
        reply_approve(actor=cast.actor("drafting_approver"), matter_id=filed.matter_id, at=cast.at)
    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
