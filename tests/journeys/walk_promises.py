"""What the random walk looks at after each step besides matters and clocks: letters, and who decided on what."""

from datetime import timedelta
from itertools import groupby
from uuid import UUID

from huiyin.documents.models import Letter
from huiyin.documents.rules.letters import content_hash, letter_number
from huiyin.kernel.actor import Actor
from huiyin.kernel.ids import new_id
from huiyin.kernel.time import office_day
from huiyin.ledger.models import Entry
from huiyin.matters.carrying_out.services import StepDraft
from huiyin.matters.core.rules.states import Action
from huiyin.matters.handover.services.assist import matter_end_assist
from huiyin.matters.models import Assist, ExtensionAsk, Handover, Hearing, Reply, Review
from huiyin.matters.reply.services.reply import OpinionDraft, reply_draft
from huiyin.supervision.models import Supervision
from tests.cast import Cast
from tests.matters.moves_link import requests_asked
from tests.matters.test_moves import DOINGS, Doing

# What no walk tries, and why.
NOT_WALKED: dict[Action, str] = {
    Action.ATTACH: "needs a kept file on the disk; tests/matters/test_attach.py",
    Action.OPEN_IDENTITY: "the vault's opening commits on its own, beyond the machine's transaction",
    Action.OPEN_COSIGNERS: "the same",
    Action.REISSUE_CODE: "the same",
    Action.OPEN_SEAL: "deriving a key from a passphrase takes a second each time; tests/matters/test_seal.py",
    Action.ADD_READER: "the same",
    Action.UNSEAL: "the same",
    Action.LEAVE_BARRED: "units and posts don't change during a walk; tests/flows/test_barred_round.py",
    Action.REVIEW_LEAVE_BARRED: "the same",
}


def _end_assist(cast: Cast, actor: Actor, pk: UUID) -> None:
    """A help that is really there, where there is one."""
    open_ids = Assist.objects.filter(matter=pk, ended_at__isnull=True).values_list("pk", flat=True)
    matter_end_assist(actor=actor, matter_id=pk, assist_id=open_ids.first() or new_id(), at=cast.at)


def _draft(cast: Cast, actor: Actor, pk: UUID) -> None:
    """On every other day a reply that promises something, so that there is something to carry out."""
    promised = [StepDraft("公示收支", office_day(cast.at) + timedelta(days=20))] if cast.at.day % 2 else []
    wanted = [request.pk for request in requests_asked(pk)]
    reply_draft(
        actor=actor, matter_id=pk, facts="属实", basis="条例", steps=promised,
        opinions={key: OpinionDraft("upheld", "理由成立") for key in wanted}, at=cast.at,
    )  # fmt: skip


WALKED: dict[Action, Doing] = {action: doing for action, doing in DOINGS.items() if action not in NOT_WALKED} | {
    Action.DRAFT: _draft,
    Action.END_ASSIST: _end_assist,
}


class Letters:
    """All letters so far: each is looked at once, the series as a whole."""

    def __init__(self) -> None:
        self._known: set[UUID] = set()

    def check(self) -> None:
        """No letter without number, hash and ledger entry; no series with a gap or a double."""
        rows = Letter.objects.order_by("word", "year", "serial").values_list("pk", "word", "year", "serial")
        if len(found := list(rows)) == len(self._known):
            return
        for _series, group in groupby(found, key=lambda row: row[1:3]):
            serials = [row[3] for row in group]
            assert serials == list(range(1, len(serials) + 1))
        for letter in Letter.objects.exclude(pk__in=self._known):
            assert letter.number == letter_number(word=letter.word, year=letter.year, serial=letter.serial)
            assert letter.sha256 == content_hash(letter.content)
            entries = Entry.objects.filter(subject=letter.subject, content__contains=f"{letter._meta.label}:")
            assert any(f":{letter.pk.hex}" in (entry.content or "") for entry in entries), letter.number
        self._known = {row[0] for row in found}


def assert_no_one_decides_on_their_own() -> None:
    """Whoever asked, drafted, objected or answered isn't who decided on it."""
    for reply in Reply.objects.filter(drafter__isnull=False):
        assert reply.drafter_id not in {reply.approver_id, reply.signer_id}
    for ask in ExtensionAsk.objects.filter(decided_by__isnull=False):
        assert ask.decided_by != ask.asked_by
    for handover in Handover.objects.filter(objected_by__isnull=False):
        assert handover.objected_by not in {handover.decided_by, handover.settled_by} and (
            handover.settled_by is None or handover.settled_by != handover.decided_by
        )
    for demand in Supervision.objects.filter(answered_by__isnull=False):
        assert demand.answered_by != demand.raised_by
    _assert_above()


def _assert_above() -> None:
    """An opinion is drafted by who neither answered nor drafted one on the matter before, and approved by another."""
    decided = Review.objects.filter(decided_by__isnull=False).select_related("reply").order_by("position")
    before: dict[UUID, set[int | None]] = {}
    for review in decided:
        earlier = before.setdefault(review.matter_id, set())
        answered = {review.reply.drafter_id, review.reply.approver_id}
        assert review.drafted_by is not None and review.drafted_by not in answered | earlier
        assert review.decided_by not in answered | {review.drafted_by}
        earlier.add(review.drafted_by)
    for hearing in Hearing.objects.select_related("matter"):
        assert hearing.chair_id != hearing.announced_by
