"""Two more schemes of the county: one of working days, and one that was revised; a few units report by both."""

from datetime import datetime, timedelta
from uuid import UUID

from huiyin.cli.demo.county import County
from huiyin.cli.demo.people import bureau_keys, towns
from huiyin.kernel.actor import Actor, Role, system
from huiyin.kernel.time import office_day
from huiyin.orgs.selectors import actor_for
from huiyin.returns.rules.plans import SchemePlan
from huiyin.returns.rules.revisions import SchemeChange
from huiyin.returns.rules.timetable import Covers, OffDays, Rhythm
from huiyin.returns.selectors import roll_up, scheme_detail
from huiyin.returns.services import ReturnDraft, return_send, scheme_begin, scheme_revise

# So long before the present they begin, and one of them is revised.
_BEGUN_BEFORE, _REVISED_BEFORE = timedelta(days=24), timedelta(days=10)
_READER = system("seed")
_FOUND = (1, 0, 2, 0, 0, 3, 1)


class Revising:
    """Begun, reported every morning that something is due, and revised once. Nothing in it is left to chance."""

    def __init__(self, county: County, *, at: datetime) -> None:
        """`at` is the present."""
        self._county, self._present = county, at
        # Whose returns a visitor sends are other ones.
        self._bureaus = [unit for unit in bureau_keys() if unit != "housing"][:3]
        self._towns = [town.key for town in towns() if town.key != "ford"][:3]
        self._schemes: list[UUID] = []
        self._is_revised = False
        self._reported = 0

    def morning(self, at: datetime) -> None:
        """What is done on a morning of these weeks."""
        if at < self._present - _BEGUN_BEFORE:
            return
        if not self._schemes:
            self._schemes = [scheme_begin(actor=self._head(), plan=plan, at=at) for plan in self._plans(at)]
        if not self._is_revised and at >= self._present - _REVISED_BEFORE:
            self._is_revised = True
            self._revise(at)
        for scheme_id in self._schemes:
            self._report(scheme_id, at)

    def _plans(self, at: datetime) -> list[SchemePlan]:
        county = self._county
        workdays = SchemePlan(
            name="重点场所安全检查日报",
            document="清办发〔2026〕11号",
            reason="汛期和假期前后，检查了多少、发现了多少隐患",
            receiving_unit_id=county.units["county"],
            unit_ids=tuple(county.units[unit] for unit in self._bureaus),
            field_codes=("inspections_made", "hazards_found", "hazards_removed"),
            rhythm=Rhythm.WORKDAYS,
            times="16:00",
            begins_on=office_day(at),
            covers=Covers.UP_TO_DUE,
        )
        weekly = SchemePlan(
            name="排查整改进展",
            document="清办发〔2026〕12号",
            reason="各镇排查和整改的进度",
            receiving_unit_id=county.units["county"],
            unit_ids=tuple(county.units[unit] for unit in self._towns),
            field_codes=("meetings_held", "hazards_found"),
            rhythm=Rhythm.WEEKLY,
            weekday=4,
            times="17:00",
            begins_on=office_day(at),
        )
        return [workdays, weekly]

    def _revise(self, at: datetime) -> None:
        """From weekly to twice a month, with another number, for one town more."""
        scheme_id = self._schemes[1]
        plan = scheme_detail(actor=_READER, scheme_id=scheme_id, at=at).plan
        more = next(town.key for town in towns() if town.key not in {*self._towns, "ford"})
        change = SchemeChange(
            name=plan.name,
            document="清办发〔2026〕15号",
            reason=plan.reason,
            unit_ids=(*plan.unit_ids, self._county.units[more]),
            field_codes=(*plan.field_codes, "hazards_removed"),
            rhythm=Rhythm.TWICE_MONTHLY,
            times=plan.times,
            ends_on=plan.ends_on,
            weekday=None,
            month_day=1,
            second_month_day=15,
            off_days=OffDays.NEXT,
            covers=plan.covers,
        )
        why = "为基层减负，每周一报改为每月两报"
        scheme_revise(actor=self._head(), scheme_id=scheme_id, change=change, why=why, at=at)

    def _report(self, scheme_id: UUID, at: datetime) -> None:
        """What is due today, all of it."""
        today = office_day(at)
        if at >= self._present:
            return
        keys = {unit_id: unit for unit, unit_id in self._county.units.items()}
        due = roll_up(actor=_READER, scheme_id=scheme_id, first=today, last=today, at=at).slots
        for line in due:
            self._reported += 1
            draft = ReturnDraft({"hazards_found": _FOUND[self._reported % len(_FOUND)]})
            return_send(actor=self._registrar(keys[line.unit_id]), return_id=line.id, draft=draft, at=at)

    def _head(self) -> Actor:
        return actor_for(officer_id=self._county.officers["county.leader"])

    def _registrar(self, unit: str) -> Actor:
        return actor_for(officer_id=self._county.officers[self._county.roll.first(unit, Role.REGISTRAR)])
