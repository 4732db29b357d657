"""A matter whose unit comes under its respondent doesn't stay there: the round gives it to one that isn't barred."""

import logging
from collections.abc import Iterator
from uuid import UUID

import pytest

from huiyin.clocks.models import Clock
from huiyin.flows import barred_round as the_round
from huiyin.flows.barred_round import barred_round
from huiyin.kernel.actor import Role, petitioner, system
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.acceptance.services import matter_accept
from huiyin.matters.core.errors import MatterNotFound, NotBarred
from huiyin.matters.core.rules.states import State
from huiyin.matters.core.selectors.gate import matter_get_for
from huiyin.matters.core.selectors.page import matter_page_of_petitioner
from huiyin.matters.core.selectors.sweep import stuck_matters
from huiyin.matters.linking.services.split import matter_split
from huiyin.matters.messages.services.petitioner import petitioner_write
from huiyin.matters.models import Event, Matter
from huiyin.matters.recusal.services import matter_leave_barred
from huiyin.matters.register.services.register import Registered
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.matters.respondents.services.naming import matter_name_respondent
from huiyin.matters.review.rules import ReviewLevel
from huiyin.matters.review.services.review import review_take
from huiyin.notices.models import Notice
from huiyin.orgs.rules import Respondents, UnitKind
from huiyin.orgs.services import PostPlan, UnitFacts, post_create, unit_move, unit_revise
from tests.cast import SEED, Cast
from tests.matters.above import answer_at_station, ask, decide, staff_above

_MOVED = ("handler", "handler_two", "housing_registrar", "approver", "housing_leader")
_SYSTEM = system("barred")


@pytest.fixture
def quiet() -> Iterator[None]:
    """What fails here on purpose isn't shown."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def _about_education(cast: Cast) -> Registered:
    return cast.file(respondent_unit_id=cast.units["education"])


def _bury(cast: Cast) -> None:
    """The housing bureau comes under the education bureau."""
    unit_move(
        unit_id=cast.units["housing"], parent_id=cast.units["education"], actor=cast.actor("administrator"),
        at=cast.at,
    )  # fmt: skip


def _clocks(filed: Registered) -> list[tuple[object, ...]]:
    """What the petitioner waits by; what the unit had against the hand-over ends with it."""
    fields = ("id", "code", "started_at", "base_due_at", "due_at", "stopped_at")
    waited_for = Clock.objects.filter(subject_id=filed.matter_id).exclude(code="object")
    return list(waited_for.order_by("id").values_list(*fields))


def _sees(cast: Cast, username: str, matter_id: UUID) -> bool:
    try:
        matter_get_for(actor=cast.actor(username), matter_id=matter_id)
    except MatterNotFound:
        return False
    return True


def test_what_a_move_of_units_buries_is_brought_out(cast: Cast) -> None:
    filed, other = _about_education(cast), cast.file()
    cast.to_handler(filed)
    cast.to_handler(other)
    _bury(cast)
    assert [matter.why for matter in stuck_matters()] == ["its unit is barred"]
    before, due, moved_at = _clocks(filed), cast.matter(filed).next_due_at, cast.later(hours=1)
    assert barred_round(at=moved_at) == 1
    matter = cast.matter(filed)
    assert (matter.lead_unit_id, matter.handler_id, matter.state) == (cast.units["county"], None, State.ACCEPTED)
    assert (_clocks(filed), matter.next_due_at) == (before, due)
    assert cast.matter(other).lead_unit_id == cast.units["housing"]
    assert not any(_sees(cast, username, filed.matter_id) for username in _MOVED)
    assert _sees(cast, "mayor", filed.matter_id)
    assert stuck_matters() == []
    sentences = [event.sentence for event in matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at).events]
    assert sentences[-1] == "原来的单位按规定应当回避，现在由云渡县人民政府负责这件事项。时限不变。"
    # The county has nobody who gives matters out: its leader is told.
    notices = Notice.objects.filter(dedupe__startswith=f"matter_received:{filed.matter_id}:{matter.version}:")
    assert set(notices.values_list("officer_id", flat=True)) == {cast.officers["mayor"]}
    assert Notice.objects.filter(dedupe=f"news:{filed.matter_id}:{matter.version}").exists()
    # A second round, or a second worker, finds nothing to do.
    assert barred_round(at=cast.at) == 0
    with pytest.raises(NotBarred):
        matter_leave_barred(actor=_SYSTEM, matter_id=filed.matter_id, at=cast.at)
    assert cast.matter(filed).version == matter.version
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_a_respondent_who_gets_to_lead_the_unit_loses_the_matter(cast: Cast) -> None:
    filed = cast.file(respondent_officer_id=cast.officers["nobody"])
    cast.to_handler(filed)
    assert barred_round(at=cast.at) == 0
    plan = PostPlan(cast.units["housing"], Role.LEADER, "局长", cast.officers["nobody"])
    post_create(plan=plan, actor=SEED, at=cast.at)
    assert not _sees(cast, "handler", filed.matter_id)
    assert barred_round(at=cast.at) == 1
    assert cast.matter(filed).lead_unit_id == cast.units["county"]


def test_where_no_unit_is_free_it_stays_and_the_sweep_names_it(cast: Cast) -> None:
    filed = cast.file(respondent_officer_id=cast.officers["nobody"])
    for unit in ("county", "commission"):
        plan = PostPlan(cast.units[unit], Role.LEADER, "主任", cast.officers["nobody"])
        post_create(plan=plan, actor=SEED, at=cast.at)
    assert barred_round(at=cast.at) == 0
    assert [matter.matter_id for matter in stuck_matters()] == [filed.matter_id]


def test_a_unit_that_no_one_can_stand_in_for_keeps_what_is_about_it_unseen(cast: Cast) -> None:
    """Without a unit that stands apart, the county's own matter and a part of it, until there is one."""
    plan = PostPlan(cast.units["county"], Role.APPROVER, "主任", cast.officers["town_leader"])
    post_create(plan=plan, actor=SEED, at=cast.at)
    clerk = cast.actor("town_leader")
    whole = cast.file(unit_id=cast.units["county"])
    matter_accept(actor=clerk, matter_id=whole.matter_id, at=cast.at)
    part = matter_split(actor=clerk, matter_id=whole.matter_id, positions=[2], at=cast.at)
    _set_apart(cast, independent=False)
    matter_name_respondent(
        actor=clerk, matter_id=whole.matter_id, unit_id=cast.units["county"],
        officer_id=cast.officers["nobody"], text="", at=cast.at,
    )  # fmt: skip
    both = {whole.matter_id, part.matter_id}
    for matter_id in both:
        matter = Matter.objects.get(pk=matter_id)
        assert respondents_of(matter) == Respondents.of([cast.units["county"]], [cast.officers["nobody"]])
        assert matter.lead_unit_id == cast.units["county"] and not _sees(cast, "mayor", matter_id)
    assert ({stuck.matter_id for stuck in stuck_matters()}, barred_round(at=cast.at)) == (both, 0)
    _set_apart(cast, independent=True)
    assert barred_round(at=cast.at) == 2
    assert stuck_matters() == [] and _sees(cast, "commission_registrar", whole.matter_id)
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def _set_apart(cast: Cast, *, independent: bool) -> None:
    facts = UnitFacts(name="云渡县纪委监委", kind=UnitKind.COMMISSION, independent=independent)
    unit_revise(unit_id=cast.units["commission"], facts=facts, actor=SEED, at=cast.at)


def test_an_answered_matter_keeps_its_state_and_its_review_above_who_answered(cast: Cast) -> None:
    staff_above(cast)
    filed = _about_education(cast)
    cast.answer(filed)
    _bury(cast)
    assert barred_round(at=cast.later(hours=1)) == 1
    matter = cast.matter(filed)
    assert (matter.state, matter.lead_unit_id) == (State.SERVED, cast.units["county"])
    # The county stands above the bureau that answered, though the matter is the county's own by now.
    ask(cast, filed)
    assert cast.matter(filed).review_unit_id == cast.units["county"]
    decide(cast, filed)
    assert cast.matter(filed).state == State.REVIEWED


def test_a_review_of_a_barred_unit_goes_to_the_next_one_above(cast: Cast) -> None:
    staff_above(cast)
    filed = cast.file(respondent_officer_id=cast.officers["nobody"])
    answer_at_station(cast, filed)
    ask(cast, filed)
    review_take(actor=cast.actor("bureau_reviewer"), matter_id=filed.matter_id, level=ReviewLevel.REVIEW, at=cast.at)
    unit_move(unit_id=cast.units["station"], parent_id=cast.units["county"], actor=SEED, at=cast.at)
    plan = PostPlan(cast.units["housing"], Role.LEADER, "局长", cast.officers["nobody"])
    post_create(plan=plan, actor=SEED, at=cast.at)
    before = _clocks(filed)
    assert barred_round(at=cast.later(hours=1)) == 1
    assert barred_round(at=cast.at) == 0
    matter = cast.matter(filed)
    assert (matter.state, matter.lead_unit_id) == (State.UNDER_REVIEW, cast.units["station"])
    assert (matter.review_unit_id, matter.reviewer_id) == (cast.units["county"], None)
    assert _clocks(filed) == before
    assert not _sees(cast, "bureau_reviewer", filed.matter_id)
    notices = Notice.objects.filter(dedupe__startswith=f"review_waiting:{filed.matter_id}:{matter.version}:")
    assert set(notices.values_list("officer_id", flat=True)) == {
        cast.officers["reviewer"], cast.officers["reviewer_two"]
    }  # fmt: skip
    decide(cast, filed)
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_one_that_fails_holds_no_other_up(cast: Cast, monkeypatch: pytest.MonkeyPatch, quiet: None) -> None:
    first, second = _about_education(cast), _about_education(cast)
    for filed in (first, second):
        cast.to_handler(filed)
    _bury(cast)

    def fail_first(*, matter_id: UUID, **given: object) -> None:
        if matter_id == min(first.matter_id, second.matter_id):
            raise RuntimeError("boom")
        matter_leave_barred(matter_id=matter_id, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(the_round, "matter_leave_barred", fail_first)
    assert barred_round(at=cast.at) == 1
    monkeypatch.undo()
    assert barred_round(at=cast.at) == 1
    assert Event.objects.filter(kind="matters.matter.barred_left").count() == 2


def test_the_petitioner_and_the_new_unit_go_on(cast: Cast) -> None:
    filed = cast.file(respondent_unit_id=cast.units["education"], unit_id=cast.units["housing"])
    _bury(cast)
    assert barred_round(at=cast.at) == 1
    assert cast.matter(filed).state == State.REGISTERED
    petitioner_write(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, body="补充", at=cast.at)
    plan = PostPlan(cast.units["county"], Role.REGISTRAR, "登记员", cast.officers["nobody"])
    post_create(plan=plan, actor=SEED, at=cast.at)
    matter_accept(actor=cast.actor("nobody"), matter_id=filed.matter_id, at=cast.at)
