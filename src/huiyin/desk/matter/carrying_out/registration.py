"""Where the moves of this topic stand on a matter's page: promised steps and the call back."""

from huiyin.desk.matter.carrying_out.forms import FollowUpForm, StepDoneForm, closed_by_steps
from huiyin.desk.matter.registry import MoveTopic, move_topic_register
from huiyin.matters.core.rules.states import Action


def register() -> None:
    """Once the desk is there."""
    move_topic_register(
        MoveTopic(
            primary={160: StepDoneForm, 170: FollowUpForm},
            reasons={30: closed_by_steps},
            quiet=frozenset({Action.STEP_DONE, Action.REOPEN}),
        )
    )
