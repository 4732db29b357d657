"""What follows from a change of the organisation, said before it is made; the desk and the command ask alike."""

from collections.abc import Iterable

from django.utils.translation import gettext

from huiyin.kernel.text import N_, clean_line
from huiyin.orgs.selectors import UnitView, competence_views
from huiyin.orgs.services import CompetencePlan, UnitFacts

UNIT_MOVED = N_(
    "我知道：谁能指挥它和它的下级、看到它们的事项，谁要回避，马上按新的上下级算；以后申请的复查，交新的上级办"
)
UNIT_CLOSED = N_("这个单位不再存在")
AREA_MOVED = N_("我知道：这个地方的新事项建议归哪个单位，马上按新的上下级算；已经在办的不变")
CATEGORY_MOVED = N_("我知道：这一类的新事项建议归哪个单位，马上按新的上下级算；已经在办的不变")
CATEGORY_CLOSED = N_("不再用这一类，它下面的也不再用")
OFFICER_SIGNED_OUT = N_("在所有地方退出登录；账号还开着，本人可以马上再登录")
OFFICER_SHUT = N_("停用后不能登录，所任职位全部空出；办过的记录不变")


def of_unit_revised(unit: UnitView, facts: UnitFacts) -> list[str]:
    """In the reader's language: independence moves the end of chains; a name that is dropped isn't recognised."""
    found = []
    if facts.independent != unit.independent:
        found.append(gettext("改了是否独立，谁能指挥它、谁要回避，马上按新的算。"))
    kept = _names(facts.name, facts.short_name, *facts.aliases)
    for name in _names(unit.name, unit.short_name, *unit.aliases):
        if name not in kept:
            found.append(
                gettext("以后写“%(name)s”，就不一定认得出是它，它也就不回避。还会有人这样写的，请加进别名。")
                % {"name": name}
            )
    return found


def of_officer_renamed(name: str, new_name: str) -> list[str]:
    """In the reader's language: an officer is recognised by one name only."""
    if clean_line(new_name) == name:
        return []
    return [gettext("以后写“%(name)s”，就认不出是这位工作人员。已经登记的事项不变。") % {"name": name}]


def of_competence_set(plan: CompetencePlan) -> list[str]:
    """In the reader's language: whose it was until now."""
    return [
        gettext("现在归“%(unit)s”。改了以后，新的事项建议交给新的单位，已经在办的不变。") % {"unit": known.unit}
        for known in competence_views()
        if (known.category_id, known.area_id) == (plan.category_id, plan.area_id) and known.unit_id != plan.unit_id
    ]


def _names(*names: str) -> Iterable[str]:
    """Each once, tidy, without empty ones."""
    return dict.fromkeys(name for name in map(clean_line, names) if name)
