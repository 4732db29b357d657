"""Where the moves of this topic stand on a matter's page: unit and handler."""

from huiyin.desk.matter.assignment.forms import AssignHandlerForm, AssignUnitForm, closed_by_objection
from huiyin.desk.matter.registry import MoveTopic, move_topic_register


def register() -> None:
    """Once the desk is there."""
    move_topic_register(
        MoveTopic(
            primary={20: AssignHandlerForm, 120: AssignUnitForm},
            reasons={110: closed_by_objection},
        )
    )
