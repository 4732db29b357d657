"""What is said of the tasks that come of what leaders write."""

from huiyin.kernel.text import N_
from huiyin.matters.models import Remark
from huiyin.matters.reading.rules import REMARK
from huiyin.matters.task_origins import origin_of_matter

ORIGINS = (origin_of_matter(REMARK, N_("领导批示"), Remark.objects.all(), lambda row: str(row.words)),)
