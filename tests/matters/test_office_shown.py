"""What is shown instead of an officer's name: the unit they acted for, whichever posts they hold besides."""

import pytest
from tests.cast import SEED, Cast

from huiyin.kernel.actor import Role, petitioner, system
from huiyin.matters.core.services.engine import office_of
from huiyin.matters.messages.services.work import matter_note
from huiyin.matters.models import Event
from huiyin.orgs.services import PostPlan, post_create


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """The county in which the registrar has posts in two more units, one before and one behind the others."""
    for unit, role in (("county", Role.HANDLER), ("housing", Role.REGISTRAR), ("village", Role.HANDLER)):
        plan = PostPlan(cast.units[unit], role, "兼职", cast.officers["registrar"])
        post_create(plan=plan, actor=SEED, at=cast.at)
    return cast


def test_of_several_units_the_one_that_has_the_matter_is_shown(busy: Cast) -> None:
    filed = busy.file()
    matter_note(actor=busy.actor("registrar"), matter_id=filed.matter_id, body="已核对", at=busy.at)
    busy.to_handler(filed)
    matter_note(actor=busy.actor("registrar"), matter_id=filed.matter_id, body="又核对", at=busy.at)
    noted = Event.objects.filter(matter=filed.matter_id, kind="matters.message.noted").order_by("version")
    assert list(noted.values_list("office", flat=True)) == ["云渡县信访局", "云渡县住房和城乡建设局"]


def test_else_the_one_that_received_it(busy: Cast) -> None:
    matter = busy.matter(busy.file())
    matter.lead_unit_id = busy.units["education"]
    assert office_of(busy.actor("registrar"), matter) == "云渡县信访局"


def test_else_one_of_theirs_and_of_no_one_else_any(busy: Cast) -> None:
    matter = busy.matter(busy.file(unit_id=busy.units["education"]))
    own = {busy.units[unit] for unit in ("office", "county", "housing", "village")}
    shown = office_of(busy.actor("registrar"), matter)
    assert shown == office_of(busy.actor("registrar"), matter) != "" and min(own) == busy.units["county"]
    assert shown == "云渡县人民政府"
    for actor in (petitioner(matter.pk), system("tick")):
        assert office_of(actor, matter) == ""
