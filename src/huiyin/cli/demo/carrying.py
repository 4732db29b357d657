"""What leaders carry through: a plan period with its weekly lines, batches of owned matters, a team, a look back."""

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from huiyin.cli.demo.county import County
from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.time import office_day
from huiyin.matters.batch.selectors import OwnedRow, owned_to_batch
from huiyin.matters.batch.services import batch_make
from huiyin.matters.core.selectors.gate import matter_get_for
from huiyin.matters.core.selectors.page import matter_page_for
from huiyin.matters.look_back.selectors.grounds import grounds_on
from huiyin.matters.look_back.selectors.lists import look_back_page
from huiyin.matters.look_back.services import LookBackDraft, look_back_write
from huiyin.matters.plan_period.rules import WeekState
from huiyin.matters.plan_period.selectors.candidates import period_candidates
from huiyin.matters.plan_period.selectors.gate import beginning_units
from huiyin.matters.plan_period.selectors.page import period_page
from huiyin.matters.plan_period.services.changing import PeriodValues, period_end, period_revise
from huiyin.matters.plan_period.services.periods import PeriodDraft, matter_plan, period_begin
from huiyin.matters.plan_period.services.writing import result_write, week_write
from huiyin.matters.sponsor.selectors.ending import steps_of_authorities
from huiyin.matters.sponsor.services.sponsor import MilestoneDraft, matter_sponsor
from huiyin.matters.team.services import member_name
from huiyin.orgs.selectors import actor_for, leaders_of

# So long before the present it begins; so old is what is taken in, and so many of it.
_BEGUN_BEFORE = timedelta(days=17)
_OLD_DAYS, _TAKEN_IN = 12, 9
_DAYS = 100
_THURSDAY, _FRIDAY = 3, 4
_PLANS = ("逐户核对资料，一周内拿出办法，月底前兑现。", "约齐三方到现场，把账目和责任一次说清。")
_LINES = (
    ("到现场看了一遍，和三方都谈过。", "下周三开协调会，当场定谁来做。", ""),
    ("协调会开过，两项定下，一项没有定。", "请财政、住建两家周内答复资金渠道。", "维修资金还缺一道手续。"),
    ("", "补齐剩下六户的资料。", "两户在外地，等寄回材料。"),
)


class Carrying:
    """Begun on one morning of these weeks, written every Thursday, and carried on at the present."""

    def __init__(self, county: County, *, at: datetime) -> None:
        """`at` is the present."""
        self._county, self._present = county, at
        self._period: UUID | None = None

    def morning(self, at: datetime) -> None:
        """What is done on a morning of these weeks."""
        if at < self._present - _BEGUN_BEFORE:
            return
        if self._period is None:
            self._period = self._begin(at)
        if office_day(at).weekday() == _THURSDAY:
            self._write(self._period, at)

    def arrange(self, *, at: datetime) -> None:
        """At the present: two batches, a team, a result, a look back at what has to be looked back at."""
        head = self._head()
        owned = owned_to_batch(actor=head, at=at).rows
        for number, rows in enumerate((owned[::2], owned[1::2]), start=1):
            if rows:
                batch_make(
                    actor=head, unit_id=self._county.units["county"], number=number, given_on=office_day(at),
                    numbers=[row.number for row in rows], at=at,
                )  # fmt: skip
        self._team(owned, at)
        if self._period is not None:
            self._revise(self._period, at)
            self._write(self._period, at)
            self._result(self._period, at)
        self._look_back(at)

    def _head(self) -> Actor:
        return actor_for(officer_id=self._county.officers[self._county.roll.first("county", Role.LEADER)])

    def _begin(self, at: datetime) -> UUID:
        head, unit_id = self._head(), self._county.units["county"]
        today = office_day(at)
        draft = PeriodDraft(
            unit_id=unit_id, name="信访积案集中清理化解百日攻坚", begins_on=today,
            ends_on=today + timedelta(days=_DAYS - 1), weekday=_FRIDAY,
            unit_ids=tuple(beginning_units(head)[unit_id]), leader_id=head.officer_id,
            plan="逐件定领导、定人、定办法，每周看一次，年底前化解七成。",
        )  # fmt: skip
        period_id = period_begin(actor=head, draft=draft, at=at)
        rows = period_candidates(actor=head, period_id=period_id, days=_OLD_DAYS, at=at)[:_TAKEN_IN]
        for place, row in enumerate(rows):
            matter_plan(actor=head, matter_id=row.id, period_id=period_id, at=at)
            # The last ones wait for a leader.
            if place < len(rows) - 2 and not row.leader:
                self._own(row.id, place, at)
        return period_id

    def _revise(self, period_id: UUID, at: datetime) -> None:
        """Ten days are added; another one, of last summer's letters, has come to its end before its day."""
        head, unit_id, today = self._head(), self._county.units["county"], office_day(at)
        now = period_page(actor=head, period_id=period_id, at=at).period
        values = PeriodValues(
            now.begins_on, now.ends_on + timedelta(days=10), now.weekday, plan=now.plan, leader_id=now.leader_id
        )
        reason = "春节前后十天现场去不了，顺延。"
        period_revise(actor=head, period_id=period_id, values=values, reason=reason, at=at)
        draft = PeriodDraft(
            unit_id=unit_id, name="物业纠纷专项清理", begins_on=today, ends_on=today + timedelta(days=29),
            weekday=_FRIDAY, unit_ids=tuple(beginning_units(head)[unit_id]),
        )  # fmt: skip
        other = period_begin(actor=head, draft=draft, at=at)
        period_end(
            actor=head, period_id=other, result="没有单列事项，都在百日攻坚里办。",
            reason="和百日攻坚重了，并成一个。", at=at,
        )  # fmt: skip

    def _own(self, matter_id: UUID, place: int, at: datetime) -> None:
        """The county's own leader has the first of three, else whoever leads the unit that has it."""
        head, day = self._head(), office_day(at)
        matter = matter_get_for(actor=head, matter_id=matter_id)
        leaders = leaders_of(unit_id=matter.lead_unit_id)
        steps = [
            MilestoneDraft("到现场把情况核清", day + timedelta(days=14)),
            MilestoneDraft("拿出办法并公示", day + timedelta(days=40)),
        ]
        matter_sponsor(
            actor=head, matter_id=matter_id, plan=_PLANS[place % len(_PLANS)], milestones=steps,
            officer_id=leaders[0] if leaders and place % 3 else None, at=at,
        )  # fmt: skip

    def _write(self, period_id: UUID, at: datetime) -> None:
        """Two of three write their line."""
        page = period_page(actor=self._head(), period_id=period_id, at=at)
        for place, row in enumerate(page.rows):
            if row.week is not WeekState.DUE or place % 3 == 2:
                continue
            matter = matter_get_for(actor=self._head(), number=row.number)
            did, next_step, hinders = _LINES[(place + page.week.day) % len(_LINES)]
            writers = [matter.handler_id, *leaders_of(unit_id=matter.lead_unit_id)]
            writer = next((officer_id for officer_id in writers if officer_id), None)
            # What was closed a moment ago, or has changed hands, has no line to write.
            with suppress(HuiyinError):
                week_write(
                    actor=actor_for(officer_id=writer or 0), matter_id=matter.pk, did=did, next_step=next_step,
                    hinders=hinders, at=at,
                )  # fmt: skip

    def _team(self, owned: tuple[OwnedRow, ...], at: datetime) -> None:
        head = self._head()
        mine = next((row for row in owned if row.officer_id == head.officer_id), None)
        if mine is None:
            return
        matter = matter_get_for(actor=head, number=mine.number)
        for unit, part in (("housing", "查清资金和责任"), ("office", "联系信访人，每周说一次进展")):
            officer_id = self._county.officers[self._county.roll.first(unit, Role.HANDLER)]
            with suppress(HuiyinError):
                member_name(
                    actor=head, matter_id=matter.pk, officer_id=officer_id, unit_id=self._county.units[unit],
                    part=part, due_on=office_day(at) + timedelta(days=21), at=at,
                )  # fmt: skip

    def _result(self, period_id: UUID, at: datetime) -> None:
        """One is answered, and not everything of it solved."""
        head = self._head()
        rows = period_page(actor=head, period_id=period_id, at=at).rows
        row = next((row for row in rows if row.leader.endswith(head.label) and not row.result), None)
        if row is not None:
            result_write(
                actor=head, matter_id=matter_get_for(actor=head, number=row.number).pk, result="not_settled",
                reason="维修资金的手续跨了两个年度，今年批不下来。",
                next_step="转入明年第一批，三月底前动工。", at=at,
            )  # fmt: skip

    def _look_back(self, at: datetime) -> None:
        head = self._head()
        proposals = look_back_page(actor=head, at=at).proposals
        if len(proposals) < 2:
            return
        page = matter_page_for(actor=head, number=proposals[0].number, at=at)
        steps = steps_of_authorities(matter_id=page.id)
        draft = LookBackDraft(
            ground_key=grounds_on(page)[0].key, step_id=UUID(steps[len(steps) // 2][0]),
            codes=["inactive", "between_units"], why="两个科室都以为由对方去现场，三周没有人去。",
            change="登记当天定一个人到现场，第二天在台账上写明。", due_on=office_day(at) + timedelta(days=20),
            conclusion="责任在分工不清，已当面说明，一个月后再看。",
        )  # fmt: skip
        with suppress(HuiyinError):
            look_back_write(actor=head, matter_id=page.id, draft=draft, at=at)
