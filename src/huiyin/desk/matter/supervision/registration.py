"""Where the moves of this topic stand on a matter's page: supervision."""

from huiyin.desk.matter.registry import MoveTopic, move_topic_register
from huiyin.desk.matter.supervision.forms import (
    AnswerSupervisionForm,
    EndSupervisionForm,
    SuperviseForm,
    closed_to_supervisors,
)
from huiyin.matters.core.rules.states import Action


def register() -> None:
    """Once the desk is there."""
    move_topic_register(
        MoveTopic(
            primary={150: AnswerSupervisionForm},
            secondary={350: SuperviseForm, 360: EndSupervisionForm},
            reasons={50: closed_to_supervisors},
            quiet=frozenset({Action.ANSWER_SUPERVISION, Action.END_SUPERVISION}),
        )
    )
