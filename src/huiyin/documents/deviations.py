"""Files on the disk by their hashes and the counters of letters, recomputed by verification."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Max
from django.utils.translation import gettext as _

from huiyin.documents.errors import FileAltered, FileMissing
from huiyin.documents.models import Letter, LetterCounter, StoredFile
from huiyin.documents.storage import open_checked
from huiyin.ledger.checks import Check, Deviation, check_register


def file_deviations(_at: datetime) -> Iterator[Deviation]:
    """Contents that are gone, or are others than those that were kept."""
    rows = StoredFile.objects.order_by("pk").values_list("pk", "sha256", "size")
    for key, sha256, size in rows.iterator(chunk_size=2000):
        try:
            open_checked(key, sha256=sha256, size=size).close()
        except FileMissing:
            yield Deviation(_("文件 %(id)s 不在磁盘上了。") % {"id": key})
        except FileAltered:
            yield Deviation(_("文件 %(id)s 在磁盘上的内容与收到时不同。") % {"id": key})
        except OSError as error:
            yield Deviation(_("文件 %(id)s 读不出来：%(reason)s。") % {"id": key, "reason": error.strerror})


def counter_deviations(_at: datetime) -> Iterator[Deviation]:
    """Counters that aren't at the number of the last letter of their series and year."""
    issued = {
        (word, year): last
        for word, year, last in Letter.objects.values_list("word", "year").annotate(last=Max("serial"))
    }
    counters = {(row.word, row.year): row.last for row in LetterCounter.objects.all()}
    for key in sorted(issued.keys() | counters.keys()):
        if issued.get(key, 0) != counters.get(key, 0):
            params = {"word": key[0], "year": key[1], "last": counters.get(key, 0), "issued": issued.get(key, 0)}
            text = _("文书编号 %(word)s〔%(year)s〕数到 %(last)s，最后一份文书却是 %(issued)s 号。")
            yield Deviation(text % params)
    # A step that fails gives its number back, so there can't be gaps; where there is one, a letter was taken away.
    gaps = Letter.objects.values_list("word", "year").annotate(last=Max("serial"), count=Count("pk"))
    for word, year, last, count in gaps:
        if last != count:
            text = _("文书 %(word)s〔%(year)s〕编到 %(last)s 号，却只有 %(count)s 份。")
            yield Deviation(text % {"word": word, "year": year, "last": last, "count": count})


def register() -> None:
    """At start-up."""
    check_register(Check("documents.files", file_deviations, reads_files=True))
    check_register(Check("documents.counters", counter_deviations))
