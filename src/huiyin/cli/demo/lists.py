"""What officers have arranged on their lists, and a list that waits for the worker."""

from datetime import datetime

from huiyin.cli.demo.county import County
from huiyin.flows.jobs import list_job_ask
from huiyin.kernel.time import office_day
from huiyin.matters.lists.selectors.lists import MatterFilter, WorkList
from huiyin.orgs.selectors import actor_for
from huiyin.orgs.services import list_facts_hide, list_filter_save

# Who, which list, under which name, narrowed how.
_FILTERS = (
    ("registrar", WorkList.ARRIVALS, "网上来的", "channel=web"),
    ("registrar", WorkList.UNIT, "超期的求决", "kind=claim&overdue=1"),
    ("housing.registrar", WorkList.ARRIVALS, "还没有承办人", "state=accepted"),
    ("housing.leader", WorkList.UNIT, "超期的", "overdue=1"),
)


def lists_arrange(county: County, *, at: datetime) -> None:
    """Filters under a name; lines without the unit, where it is always the same; an export."""
    for username, work_list, name, query in _FILTERS:
        actor = actor_for(officer_id=county.officers[username])
        list_filter_save(actor=actor, work_list=work_list, name=name, query=query)
        list_facts_hide(actor=actor, work_list=work_list, hidden={"unit"})
    name = f"本单位全部-{office_day(at):%Y%m%d}.xlsx"
    list_job_ask(
        actor=actor_for(officer_id=county.officers["registrar"]),
        work_list=WorkList.UNIT,
        only=MatterFilter(),
        name=name,
        at=at,
    )
