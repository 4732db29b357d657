"""Colleagues who are asked to look by an internal note, and bells that were looked through until the day before."""

from datetime import datetime, timedelta

from huiyin.cli.demo.county import County
from huiyin.cli.demo.source import voices
from huiyin.kernel.time import office_day
from huiyin.matters.lists.selectors.lists import WorkList, matter_list_for
from huiyin.matters.messages.selectors.mentions import colleagues_for_page
from huiyin.matters.messages.services.work import matter_note
from huiyin.notices.services import bell_seen
from huiyin.orgs.selectors import actor_for

_ASKING = "housing.handler"
_ASKED_MOST = 2
_LOOKED = timedelta(days=1)


def colleagues_ask(county: County, *, at: datetime) -> None:
    """A handler asks about matters at hand; what is older than a day is new to nobody."""
    for officer_id in county.officers.values():
        bell_seen(officer_id=officer_id, until=at - _LOOKED)
    actor = actor_for(officer_id=county.officers[_ASKING])
    texts = voices()["asking"]["notes"]
    rows = matter_list_for(actor=actor, work_list=WorkList.MINE, limit=len(texts)).rows
    for row, body in zip(rows, texts, strict=False):
        found = colleagues_for_page(actor=actor, matter_id=row.id, on=office_day(at))
        asked = [colleague.officer_id for colleague in found[:_ASKED_MOST]]
        matter_note(actor=actor, matter_id=row.id, body=body, mentions=asked, at=at)
