"""Which steps a petitioner reads of. The list is kept by hand: a step that is shown by a slip fails here."""

from huiyin.matters.moves import MOVES
from huiyin.matters.sentences import event_sentence

# What goes on inside. Who looked at what stands on the petitioner's page in a list of its own.
INSIDE = frozenset({
    "matters.assist.ended", "matters.extension.asked", "matters.extension.refused", "matters.handover.reported",
    "matters.cause.found", "matters.instruction.extended", "matters.instruction.recorded",
    "matters.instruction.report_approved", "matters.instruction.report_drafted",
    "matters.instruction.report_returned", "matters.instruction.report_sent",
    "matters.matter.took_in", "matters.message.noted",
    "matters.reading.read", "matters.remark.made",
    "matters.reply.approved",
    "matters.look_back.explained", "matters.look_back.written", "matters.plan.added",
    "matters.plan.result_written", "matters.plan.week_written", "matters.sponsor.ended", "matters.sponsor.planned_on",
    "matters.team.agreed", "matters.team.ended", "matters.team.named",
    "matters.reply.drafted", "matters.reply.recalled",
    "matters.reply.returned", "matters.reply.settled", "matters.reply.signed", "matters.review.drafted",
    "matters.review.returned", "vault.identity.opened", "vault.seal.opened",
})  # fmt: skip


def _kinds(*, public: bool) -> set[str]:
    return {move.ledger for move in MOVES.values() if move.public is public}


def test_what_goes_on_inside_is_as_written_here_and_everything_else_is_public() -> None:
    assert _kinds(public=False) == INSIDE
    assert not _kinds(public=True) & INSIDE


def test_what_is_public_is_shown_to_the_petitioner() -> None:
    assert [kind for kind in sorted(_kinds(public=True)) if not event_sentence(kind)] == []
