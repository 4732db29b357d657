"""Where the moves of this topic stand on a matter's page: notes, questions, files."""

from huiyin.desk.matter.messages.forms import AnswerForm, AskForm, AttachForm, NoteForm, closed_by_questions
from huiyin.desk.matter.registry import MoveTopic, move_topic_register
from huiyin.matters.core.rules.states import Action


def register() -> None:
    """Once the desk is there."""
    move_topic_register(
        MoveTopic(
            secondary={60: NoteForm, 70: AnswerForm, 80: AskForm, 90: AttachForm},
            reasons={80: closed_by_questions},
            quiet=frozenset({Action.ANSWER}),
        )
    )
