"""What officers type is kept for them alone, never overwritten by an older page, and gone once it is sent."""

from datetime import timedelta

import pytest
from tests.cast import WHO, Cast
from tests.matters.drafting import PAGE, keep, key_of

from huiyin.flows.web_filing import Secrecy, web_filing_register
from huiyin.kernel.actor import petitioner, system
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.ids import new_token
from huiyin.ledger.models import Entry
from huiyin.matters.core.errors import MatterNotFound
from huiyin.matters.core.rules.states import Action, Kind, State
from huiyin.matters.drafts.errors import (
    MoveDraftChanged,
    MoveDraftGone,
    MoveDraftNotFound,
    MoveDraftNotKept,
    MoveDraftTooLong,
)
from huiyin.matters.drafts.rules import DRAFT_MOST, UNSEEN_KEPT, DraftSeen, draft_seen
from huiyin.matters.drafts.selectors import move_draft_of, move_draft_rows, move_drafts_on
from huiyin.matters.drafts.services.keeping import (
    move_draft_clear,
    move_draft_save,
    move_draft_sent,
    move_drafts_reencrypt,
    move_drafts_sweep,
)
from huiyin.matters.messages.services.work import matter_answer, matter_note
from huiyin.matters.models import Archiving, Matter, MoveDraft
from huiyin.matters.recusal.services import matter_recuse
from huiyin.matters.register.services.register import Registered
from huiyin.vault.services import blob_beginning, vault_key_replace

pytestmark = pytest.mark.both_databases
_OTHER = DraftSeen("another-page")


@pytest.fixture
def filed(cast: Cast) -> Registered:
    found = cast.file()
    cast.to_handler(found)
    return found


def _texts(cast: Cast, filed: Registered, who: str) -> list[str]:
    return [
        value
        for draft in move_drafts_on(actor=cast.actor(who), matter_id=filed.matter_id)
        for _, value in draft.typed
    ]


def test_a_draft_is_there_again_encrypted_and_in_no_ledger(cast: Cast, filed: Registered) -> None:
    before = Entry.objects.count()
    first = keep(cast, filed, "handler", "查明：电梯")
    again = keep(cast, filed, "handler", "查明：电梯停运", seen=first)
    assert (first.version, again.version) == (1, 2) and first.id == again.id
    assert _texts(cast, filed, "handler") == ["查明：电梯停运"]
    row = MoveDraft.objects.get()
    assert "电梯".encode() not in bytes(row.blob) and row.saved_at == cast.at
    assert Entry.objects.count() == before


def test_a_draft_is_its_owners_alone(cast: Cast, filed: Registered) -> None:
    seen = keep(cast, filed, "handler", "只有我看得到")
    for other in ("approver", "housing_leader", "mayor", "administrator", "auditor", "handler_two"):
        assert not _texts(cast, filed, other)
        with pytest.raises(MoveDraftNotFound):
            move_draft_of(actor=cast.actor(other), draft_id=key_of(seen))
        move_draft_clear(actor=cast.actor(other), draft_id=key_of(seen))
    assert _texts(cast, filed, "handler") == ["只有我看得到"]


def test_only_officers_who_see_the_matter_keep_one(cast: Cast, filed: Registered) -> None:
    for stranger in ("handler_two", "education_handler"):
        with pytest.raises(MatterNotFound):
            keep(cast, filed, stranger, "看不到的事项")
    for no_officer in (petitioner(filed.matter_id), system("drafts")):
        with pytest.raises(NotAllowed):
            keep(cast, filed, no_officer, "不是工作人员")
    assert not MoveDraft.objects.exists()


def test_the_page_that_comes_later_overwrites_nothing(cast: Cast, filed: Registered) -> None:
    seen = keep(cast, filed, "handler", "第一个窗口")
    with pytest.raises(MoveDraftChanged):
        keep(cast, filed, "handler", "第二个窗口，打开时还没有草稿", seen=_OTHER)
    opened = DraftSeen(_OTHER.page, seen.version, seen.id)
    keep(cast, filed, "handler", "第一个窗口又写了", seen=seen)
    with pytest.raises(MoveDraftChanged):
        keep(cast, filed, "handler", "第二个窗口，看的是旧的", seen=opened)
    assert _texts(cast, filed, "handler") == ["第一个窗口又写了"]
    # What a page has kept itself it may always keep more of, whatever it knows of the version.
    keep(cast, filed, "handler", "第一个窗口，回退以后")
    assert _texts(cast, filed, "handler") == ["第一个窗口，回退以后"]


def test_a_draft_that_was_cleared_elsewhere_isnt_begun_again_by_an_old_page(cast: Cast, filed: Registered) -> None:
    seen = keep(cast, filed, "handler", "不要了")
    move_draft_clear(actor=cast.actor("handler"), draft_id=key_of(seen))
    with pytest.raises(MoveDraftGone):
        keep(cast, filed, "handler", "旧的窗口", seen=seen)


def test_sent_means_gone_and_refused_means_kept(cast: Cast, filed: Registered) -> None:
    handler = cast.actor("handler")
    seen = keep(cast, filed, "handler", "记一笔", action=Action.NOTE, field="body")
    with (
        pytest.raises(ZeroDivisionError),
        move_draft_sent(actor=handler, matter_id=filed.matter_id, action=Action.NOTE, seen=seen),
    ):
        matter_note(actor=handler, matter_id=filed.matter_id, body="记一笔", at=cast.at)
        raise ZeroDivisionError
    assert _texts(cast, filed, "handler") == ["记一笔"]
    with move_draft_sent(actor=handler, matter_id=filed.matter_id, action=Action.NOTE, seen=seen):
        matter_note(actor=handler, matter_id=filed.matter_id, body="记一笔", at=cast.at)
    assert not MoveDraft.objects.exists()


def test_newer_text_of_another_window_outlives_what_was_sent(cast: Cast, filed: Registered) -> None:
    handler, sent = cast.actor("handler"), keep(cast, filed, "handler", "旧", action=Action.NOTE, field="body")
    newer = DraftSeen(_OTHER.page, sent.version, sent.id)
    keep(cast, filed, "handler", "新写的", action=Action.NOTE, field="body", seen=newer)
    with move_draft_sent(actor=handler, matter_id=filed.matter_id, action=Action.NOTE, seen=sent):
        matter_note(actor=handler, matter_id=filed.matter_id, body="旧", at=cast.at)
    assert _texts(cast, filed, "handler") == ["新写的"]


def test_what_was_under_way_while_it_was_sent_is_no_new_draft(cast: Cast, filed: Registered) -> None:
    handler, before = cast.actor("handler"), Matter.objects.get().version
    matter_answer(actor=handler, matter_id=filed.matter_id, body="已经发出", at=cast.at)
    with pytest.raises(MoveDraftGone):
        move_draft_save(
            actor=handler, number=filed.number, action=Action.ANSWER, typed=(("body", "已经发出"),), seen=PAGE,
            matter_version=before, at=cast.at,
        )  # fmt: skip


def test_a_sealed_matters_own_words_arent_kept_outside_its_seal(cast: Cast) -> None:
    cast.seal_keys("registrar", "office_approver")
    filed = web_filing_register(
        kind=Kind.CLAIM, text="多收了费用。", requests=["退费"], identity=WHO, token=new_token(), at=cast.at,
        category_id=cast.categories["T111"], secrecy=Secrecy.SEALED,
    )  # fmt: skip
    with pytest.raises(MoveDraftNotKept):
        keep(cast, filed, "registrar", "密封的", action=Action.NOTE, field="body")
    keep(cast, filed, "registrar", "写给信访人", action=Action.ANSWER, field="body")


def test_more_than_any_form_takes_is_refused(cast: Cast, filed: Registered) -> None:
    with pytest.raises(MoveDraftTooLong):
        keep(cast, filed, "handler", "长" * (DRAFT_MOST + 1))


def test_a_draft_on_a_matter_that_its_owner_doesnt_see_any_more_isnt_read(cast: Cast, filed: Registered) -> None:
    seen = keep(cast, filed, "handler", "回避以前写的")
    assert [row.number for row in move_draft_rows(actor=cast.actor("handler"), limit=5)] == [filed.number]
    handler, officer_id = cast.actor("handler"), cast.officers["handler"]
    matter_recuse(actor=handler, matter_id=filed.matter_id, officer_id=officer_id, reason="是亲戚", at=cast.at)
    assert not move_draft_rows(actor=cast.actor("handler"), limit=5)
    with pytest.raises(MoveDraftNotFound):
        move_draft_of(actor=cast.actor("handler"), draft_id=key_of(seen))
    assert move_drafts_sweep(at=cast.at + UNSEEN_KEPT) == 0
    assert move_drafts_sweep(at=cast.at + UNSEEN_KEPT + timedelta(days=1)) == 1
    assert not MoveDraft.objects.exists()


def test_an_old_draft_that_its_owner_can_still_read_stays_until_the_matter_is_archived(
    cast: Cast, filed: Registered
) -> None:
    keep(cast, filed, "handler", "放了很久")
    late = cast.at + UNSEEN_KEPT + timedelta(days=30)
    assert move_drafts_sweep(at=late) == 0
    Matter.objects.update(state=State.CLOSED, is_open=False, closed_at=cast.at, next_due_at=None)
    Archiving.objects.create(matter_id=filed.matter_id, claim=filed.matter_id, next_at=late, done_at=late)
    assert move_drafts_sweep(at=late) == 1


def test_after_a_new_vault_key_drafts_need_the_old_one_no_more(cast: Cast, filed: Registered) -> None:
    keep(cast, filed, "handler", "换钥匙以前写的")
    assert move_drafts_reencrypt() == 0
    before = bytes(MoveDraft.objects.get().blob)
    vault_key_replace(actor=cast.actor("administrator"), at=cast.at)
    assert move_drafts_reencrypt() == 1
    after = bytes(MoveDraft.objects.get().blob)
    assert after[:20] == blob_beginning() != before[:20]
    assert move_drafts_reencrypt() == 0 and _texts(cast, filed, "handler") == ["换钥匙以前写的"]


def test_what_a_page_says_of_its_draft_may_be_nonsense() -> None:
    for text in ("", "x", "x.y.z", "p.1.no-id", "p.-1", "." * 5):
        assert draft_seen(text).id is None
    known = DraftSeen("p", 3, DraftSeen("q").id)
    assert draft_seen(known.as_text()) == known
