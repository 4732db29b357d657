"""What supervision says of the tasks that come from demands."""

from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import Action
from huiyin.matters.task_origins import origin_of_matter
from huiyin.supervision.models import Supervision
from huiyin.supervision.rules import DEMAND

ORIGINS = (
    origin_of_matter(
        DEMAND, N_("督办"), Supervision.objects.all(), lambda row: str(row.demand), Action.ANSWER_SUPERVISION
    ),
)
