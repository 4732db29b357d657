"""The words and limits of what leaders read and write (条例 Art 18). Plain Python."""

from datetime import timedelta

# What a task of it comes from, by the kind of its reference.
REMARK = "remark"
# It becomes the text of a task, which is no longer.
REMARK_MAX = 500
OFFICE_MAX = 200
# So long a letter waits in a leader's tray: from its day of receipt, and once more from the day on which the unit
# that owes the next step is late with it. Then it lies among the old ones, from which only reading takes it.
TRAY_FOR = timedelta(days=14)
# What somebody with five minutes gets to.
TRAY_SHOWN = 7
OLD_SHOWN = 30
READ_KIND = "matters.reading.read"
