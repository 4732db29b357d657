"""What a unit's letters look like from now on."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from huiyin.documents.errors import LayoutRefused, StampServerUnset, StampSizeRefused
from huiyin.documents.rules.layouts import STAMP_MM_LEAST, STAMP_MM_MOST, LayoutChoice
from huiyin.documents.rules.letters import NUMBERED
from huiyin.documents.services.letters.series import series_of
from huiyin.kernel.actor import Actor
from huiyin.kernel.refs import Ref
from huiyin.ledger.services import entry_append
from huiyin.orgs.permissions import demand_may_arrange

_KIND = "documents.layout.set"


@transaction.atomic
def layout_set(*, unit_id: int, choice: LayoutChoice, actor: Actor, at: datetime) -> None:
    """Lay out a unit's letters this way from now on; those that are issued keep theirs, printed or not.

    Raises NotAllowed, LayoutRefused, StampSizeRefused, StampServerUnset.
    """
    demand_may_arrange(actor)
    if not set(NUMBERED).issuperset(choice.by_code):
        raise LayoutRefused
    if not STAMP_MM_LEAST <= choice.stamp_mm <= STAMP_MM_MOST:
        raise StampSizeRefused(least=STAMP_MM_LEAST, most=STAMP_MM_MOST)
    if choice.stamped_by_server and not settings.HUIYIN_STAMP_SERVER:
        raise StampServerUnset
    subject = Ref("unit", unit_id)
    series = series_of(unit_id=unit_id, subject=subject, actor=actor.ref, at=at)
    before = series.choice
    series.layout, series.stamp_mm = choice.layout.value, choice.stamp_mm
    series.two_sided, series.stamped_by_server = choice.two_sided, choice.stamped_by_server
    # What is the same as for all needs no line of its own.
    series.layout_by_code = {
        code: layout.value for code, layout in choice.by_code.items() if layout is not choice.layout
    }
    if series.choice == before:
        return
    series.save(force_update=True)
    facts = {"before": before.layout.value, "after": choice.layout.value, "by_code": series.layout_by_code}
    entry_append(kind=_KIND, subject=subject, at=at, actor=actor.ref, facts=facts, rows=[series])
