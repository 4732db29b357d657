"""Where the moves of this topic stand on a matter's page: whom a matter is about."""

from huiyin.desk.matter.registry import MoveTopic, move_topic_register
from huiyin.desk.matter.respondents.forms import (
    LiftAtCounterForm,
    ProposeLiftForm,
    RespondentForm,
    closed_by_bars,
    unsettled,
)
from huiyin.matters.core.rules.states import Action


def register() -> None:
    """Once the desk is there."""
    move_topic_register(
        MoveTopic(
            secondary={140: RespondentForm, 150: LiftAtCounterForm, 160: ProposeLiftForm},
            reasons={20: unsettled, 40: closed_by_bars},
            quiet=frozenset({Action.LIFT_BAR_AT_COUNTER, Action.PROPOSE_LIFT}),
        )
    )
