"""What is said of the tasks that come of what a unit promised in a talk."""

from collections.abc import Collection, Mapping
from uuid import UUID

from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.supervision.talks.rules import MEASURE, TALK_PATH
from huiyin.supervision.talks.selectors import measures_visible
from huiyin.tasks.origins import OriginView, TaskOrigin


def _describe(actor: Actor, ids: Collection[UUID]) -> Mapping[UUID, OriginView]:
    rows = measures_visible(actor).filter(pk__in=list(ids))
    return {row.pk: OriginView(row.text, "", f"{TALK_PATH}{row.talk_id}/") for row in rows}


# It comes of no matter: whose bars it could inherit.
MEASURES = TaskOrigin(MEASURE, N_("约谈措施"), "matter", lambda _key: None, _describe, visible=measures_visible)
