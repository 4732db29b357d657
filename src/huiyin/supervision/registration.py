"""What supervision adds to matters, to the records and to what the worker does."""

from datetime import timedelta

from huiyin.kernel.refs import ref_kinds_register
from huiyin.kernel.text import N_
from huiyin.kernel.worker_parts import WorkerPart, worker_part_register
from huiyin.ledger.names import entry_names_register, subject_names_register
from huiyin.matters.core.selectors.beside import rows_beside_register
from huiyin.matters.core.selectors.gate import seen_too_register
from huiyin.matters.core.selectors.holding import waiting_register
from huiyin.matters.letters.services.issue import letter_of_new_row_register
from huiyin.matters.moves import moves_register
from huiyin.matters.sentences import event_wordings_register
from huiyin.supervision.letters import demand_letter, demanding_unit
from huiyin.supervision.models import Supervision
from huiyin.supervision.moves import SUPERVISION
from huiyin.supervision.selectors import SupervisionView, demands_waiting, supervised_by, supervisions_of
from huiyin.supervision.sentences import SUPERVISION as WORDINGS
from huiyin.supervision.services import demands_begin
from huiyin.supervision.talks.rules import STEP_NAMES, TALK
from huiyin.supervision.talks.task_origins import MEASURES
from huiyin.supervision.task_origins import ORIGINS
from huiyin.tasks.origins import task_origin_register

_WORKER_PART = WorkerPart("demands", timedelta(hours=1), lambda at: demands_begin(at=at), order=56)


def register() -> None:
    """Once models are there."""
    moves_register(SUPERVISION)
    event_wordings_register(WORDINGS)
    entry_names_register({kind: name for kind, (name, _sentence) in WORDINGS.items()})
    rows_beside_register(SupervisionView, supervisions_of)
    seen_too_register(supervised_by)
    waiting_register(demands_waiting)
    letter_of_new_row_register(Supervision, demanding_unit, demand_letter)
    entry_names_register(STEP_NAMES)
    subject_names_register({TALK: N_("约谈")})
    ref_kinds_register((TALK,))
    for origin in (*ORIGINS, MEASURES):
        task_origin_register(origin)
    worker_part_register(_WORKER_PART)
