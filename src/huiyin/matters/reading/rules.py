"""The words and limits of what leaders read and write (条例 Art 18). Plain Python."""

from datetime import timedelta

# What a task of it comes from, by the kind of its reference.
REMARK = "remark"
# It becomes the text of a task, which is no longer.
REMARK_MAX = 500
OFFICE_MAX = 200
# What came in earlier isn't new any more.
NEW_FOR = timedelta(days=60)
READ_KIND = "matters.reading.read"
