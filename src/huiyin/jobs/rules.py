"""What takes longer than an officer should wait: the worker makes it, and the officer fetches it later."""

from datetime import timedelta
from enum import StrEnum

# So long whoever asked can fetch what was made.
KEPT = timedelta(days=1)
# A worker that hasn't ended by then was killed; another one begins anew.
STALE = timedelta(minutes=10)
TRIES_MOST = 3
# So many may wait or run for one officer.
WAITING_MOST = 3
ASKED_LENGTH = 1000
REFUSAL_LENGTH = 300


class JobKind(StrEnum):
    """What is made: a list as a spreadsheet, the whole file of a matter as an archive."""

    LIST = "list"
    CASE = "case"
