"""Tasks' names in the records."""

from huiyin.kernel.text import N_
from huiyin.ledger.names import entry_names_register, subject_names_register
from huiyin.tasks.rules.sentences import STEP_NAMES
from huiyin.tasks.rules.timed import TASK


def register() -> None:
    """Once models are there."""
    entry_names_register(STEP_NAMES)
    subject_names_register({TASK.name: N_("任务")})
