"""Moves around instructions. They stand beside the matter's own life: none moves it, in whatever state it is."""

from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

_ARTICLE = N_("《信访工作条例》第二十二条")
# What a body outside wants to know it wants of a matter that has ended, too.
_ALWAYS = frozenset(State)


def _in_any_state(action: Action, permission: May, ledger: str, event: str = "") -> Moves:
    return moves_at(_ALWAYS, action, Move(permission, ledger, None, event, _ARTICLE, public=False))


INSTRUCTION: Moves = {
    **_in_any_state(Action.INSTRUCT, May.INSTRUCT, "matters.instruction.recorded", "instruction_recorded"),
    **_in_any_state(
        Action.EXTEND_INSTRUCTION, May.KEEP_INSTRUCTION, "matters.instruction.extended", "instruction_extended"
    ),
    **_in_any_state(Action.DRAFT_REPORT, May.REPORT_UP, "matters.instruction.report_drafted"),
    **_in_any_state(Action.APPROVE_REPORT, May.APPROVE_REPORT, "matters.instruction.report_approved"),
    **_in_any_state(Action.RETURN_REPORT, May.APPROVE_REPORT, "matters.instruction.report_returned"),
    **_in_any_state(Action.SEND_REPORT, May.KEEP_INSTRUCTION, "matters.instruction.report_sent"),
}
