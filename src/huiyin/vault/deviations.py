"""How long a reader of sealed matters has to wait after wrong passphrases, recomputed by verification."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.ledger.checks import SKEW, Check, Deviation, check_register
from huiyin.vault.models import SealKey


def seal_wait_deviations(at: datetime) -> Iterator[Deviation]:
    """Keys of seals whose last wrong passphrase is said to be still to come: until then they open nothing."""
    late = SealKey.objects.filter(wrong_at__gt=at + SKEW).order_by("pk").values_list("pk", "officer_id")
    for key, officer_id in late:
        yield Deviation(
            _("账号 %(id)s 的密封口令输错的时间在以后：到那时为止打不开密封件。") % {"id": officer_id}, key
        )


def seal_wait_mend(found: Sequence[Deviation], _at: datetime) -> int:
    """None wrong: the next ones count anew."""
    keys = [deviation.key for deviation in found]
    return SealKey.objects.filter(pk__in=keys).update(wrong=0, wrong_at=None)


def register() -> None:
    """At start-up."""
    check_register(Check("vault.seal_waits", seal_wait_deviations, seal_wait_mend))
