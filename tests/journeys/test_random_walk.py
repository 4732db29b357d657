"""Random moves by random actors: whatever they try, the promises of the house hold after every single step.

- every open matter has an owner and a running clock, and no clock's start or first due date ever changes;
- every change is in the ledger, which verifies, and nothing else is;
- nobody decides on their own decision;
- no letter is without number, hash and ledger entry, and no series of numbers has a gap or a double;
- a barred respondent sees nothing of the matter, anywhere;
- whoever holds a receipt opens their matter with it.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.db.models import Count
from hypothesis import Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from huiyin.clocks.models import Clock
from huiyin.documents.models import Letter
from huiyin.documents.rules.letters import LetterCode
from huiyin.kernel.actor import Actor, petitioner, system
from huiyin.kernel.errors import HuiyinError
from huiyin.ledger.models import Entry
from huiyin.ledger.newest import main_path
from huiyin.ledger.services import checkpoint_sign, entries_sequence, ledger_verify
from huiyin.matters.core.errors import MatterNotFound
from huiyin.matters.core.rules.states import Action, Kind, State
from huiyin.matters.core.selectors.gate import matter_get_for
from huiyin.matters.core.selectors.sweep import stuck_matters
from huiyin.matters.linking.services.merge import matter_merge
from huiyin.matters.linking.services.split import matter_split
from huiyin.matters.lists.selectors.lists import WorkList, matter_list_for
from huiyin.matters.models import Matter, Referral
from huiyin.matters.moves import MOVES
from huiyin.matters.receipt.selectors import holder_by_receipt
from huiyin.matters.register.services.register import Registered
from huiyin.matters.respondents.selectors.bars import unbarred_unit
from huiyin.matters.respondents.selectors.respondents import respondents_of, with_respondents
from huiyin.matters.respondents.services.naming import matter_name_respondent
from huiyin.matters.search.selectors.search import matter_search_for
from huiyin.orgs.rules import Respondents, bars
from tests.cast import Cast, make_cast
from tests.journeys.linked import Parts, check_merged
from tests.journeys.walk_promises import NOT_WALKED, WALKED, Letters, assert_no_one_decides_on_their_own
from tests.matters.above import staff_above

pytestmark = pytest.mark.both_databases

_OFFICERS = (
    "registrar", "office_approver", "housing_registrar", "handler", "handler_two", "approver", "drafting_approver",
    "housing_leader", "education_registrar", "town_registrar", "town_leader", "commission_registrar", "mayor",
    "auditor", "administrator", "reviewer", "reviewer_two", "bureau_reviewer",
)  # fmt: skip
_ACTORS = st.sampled_from([*_OFFICERS, *["petitioner", "tick"] * 3, "handler", "approver", "registrar", "reviewer"])
_LIKELY = ("handler", "registrar", "approver", "petitioner", "housing_registrar", "mayor", "reviewer", "tick")
# What leads nowhere further is taken seldom, of a thousand picks.
_ENDINGS, _SELDOM = {Action.WITHDRAW, Action.DECLINE, Action.REDIRECT}, 60
# Somebody is always left to take it: no respondent here commands both the county and the unit that stands apart.
_RESPONDENTS = st.sampled_from(
    [
        *[("", "")] * 3,
        *(("unit", key) for key in ("housing", "town", "education", "office", "county", "commission")),
        *(("officer", username) for username in ("handler", "housing_leader", "mayor")),
    ]
)  # fmt: skip
# As many as a walk has time to bring further.
_MATTERS = 5
# The other boxes are parts of these.
_WIDE_LISTS = (WorkList.MINE, WorkList.UNIT, WorkList.BELOW, WorkList.REVIEWS)


class RandomWalk(RuleBasedStateMachine):
    """The machine: some matters, everybody, time that only goes forward."""

    matters: Bundle[Registered] = Bundle("matters")

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.cast: Cast = make_cast()
        staff_above(self.cast)
        self.clocks: dict[UUID, tuple[object, object]] = {}
        self.filed: list[Registered] = []
        self.touched: set[UUID] = set()
        self.looked_at: dict[UUID, int] = {}
        self.steps = 0
        self.letters = Letters()
        self.parts = Parts()
        # Posts don't change during a walk, so an officer is the same actor throughout.
        self.officers = {username: self.cast.actor(username) for username in _OFFICERS}

    def teardown(self) -> None:
        """Take everything back: the next walk starts with an empty county."""
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)
        main_path().unlink(missing_ok=True)

    @initialize(target=matters, kinds=st.lists(st.sampled_from(list(Kind)), min_size=2, max_size=3))
    def start(self, kinds: list[Kind]) -> Any:
        """Some matters are there, one of them on its way."""
        filed = [self._filed(kind=kind) for kind in kinds]
        self.cast.to_handler(filed[0])
        if kinds[1] is Kind.CLAIM:
            self.cast.answer(filed[1])
        if len(kinds) > 2:
            filed.append(self._again(filed[0]))
        return multiple(*filed)

    @precondition(lambda walk: len(walk.filed) < _MATTERS)
    @rule(target=matters, kind=st.sampled_from(list(Kind)), respondent=_RESPONDENTS)
    def file(self, kind: Kind, respondent: tuple[str, str]) -> Registered:
        """Somebody files, perhaps about a unit or an officer."""
        unit, officer = self._ids(respondent)
        about = Respondents.of([unit], [officer])
        receiving = unbarred_unit(unit_id=self.cast.units["office"], respondents=about)
        return self._filed(kind=kind, unit_id=receiving, respondents=about)

    @rule(filed=matters, action=st.sampled_from(list(WALKED)), name=_ACTORS)
    def do(self, filed: Registered, action: Action, name: str) -> None:
        """Anybody tries anything; a refusal leaves everything as it was."""
        self.do_now(filed, action, name)

    def do_now(self, filed: Registered, action: Action, name: str) -> None:
        """One action, tried by one actor."""
        self._try(filed, partial(self._do, action, filed), name)

    @rule(filed=matters, picks=st.lists(st.sampled_from(range(1000)), min_size=6, max_size=9))
    def go_on(self, filed: Registered, picks: list[int]) -> None:
        """Whoever may takes it further, by moves that its state allows: random tries alone rarely come far."""
        for pick in picks:
            state = State(self.cast.matter(filed).state)
            possible = [a for a in WALKED if (state, a) in MOVES and (a not in _ENDINGS or pick < _SELDOM)]
            action = possible[pick % len(possible)]
            if any(self._try(filed, partial(self._do, action, filed), name) for name in _LIKELY):
                event(f"done: {action}")
                self.no_matter_is_left_alone()

    @rule(filed=matters, respondent=_RESPONDENTS, name=_ACTORS)
    def name_respondent(self, filed: Registered, respondent: tuple[str, str], name: str) -> None:
        """Somebody says whom it is about."""
        unit, officer = self._ids(respondent)
        self._try(
            filed,
            lambda actor: matter_name_respondent(
                actor=actor, matter_id=filed.matter_id, unit_id=unit, officer_id=officer, text="", at=self.cast.at
            ),
            name,
        )

    @rule(target=matters, filed=matters, is_answered=st.booleans())
    def come_again(self, filed: Registered, is_answered: bool) -> Any:
        """The same matter comes once more, is worked on together with the first, and perhaps answered with it."""
        first = self.cast.matter(filed)
        about = respondents_of(first)
        is_there = first.state == State.INVESTIGATING and first.lead_unit_id == self.cast.units["housing"]
        if len(self.filed) > 6 or about or not is_there:
            return multiple()
        again = self._again(filed)
        if is_answered:
            self.answer(filed)
        return again

    @rule(filed=matters)
    def answer(self, filed: Registered) -> None:
        """Everybody whose turn it is does their part, as far as it goes."""
        for action, name in ((Action.DRAFT, "handler"), (Action.APPROVE, "approver"), (Action.SERVE, "handler")):
            self.do_now(filed, action, name)

    @rule(target=matters, filed=matters, unit=st.sampled_from(["education", "housing"]))
    def split(self, filed: Registered, unit: str) -> Any:
        """One request goes to a unit of its own; the whole's receipt opens it too."""
        parts: list[Registered] = []
        given: dict[str, Any] = {"positions": [2], "unit_id": self.cast.units[unit], "at": self.cast.at}
        if len(self.filed) <= 6:
            self._try(
                filed,
                lambda actor: parts.append(matter_split(actor=actor, matter_id=filed.matter_id, **given)),
                "mayor",
            )
        parts = [replace(part, code=filed.code) for part in parts]
        self.filed.extend(parts)
        return multiple(*parts)

    @rule(hours=st.integers(1, 24 * 20))
    def wait(self, hours: int) -> None:
        """Time passes."""
        self.cast.later(hours=hours)

    @rule()
    def order(self) -> None:
        """The worker orders the ledger and signs it."""
        entries_sequence(at=self.cast.at)
        checkpoint_sign(at=self.cast.at)

    @invariant()
    def no_matter_is_left_alone(self) -> None:
        """Every open matter has an owner and a running clock."""
        assert stuck_matters() == []

    @invariant()
    def merged_matters_keep_what_is_theirs(self) -> None:
        """Each has its own state and clocks while it is worked on with another, and then its own answer."""
        check_merged()

    @invariant()
    def wholes_end_last(self) -> None:
        """What was split is answered and closed after all its parts, which have the whole's day and respondent."""
        self.parts.check()

    @invariant()
    def no_clock_is_reset(self) -> None:
        """Starts and first due dates stay what they were."""
        for clock_id, started, due in Clock.objects.values_list("id", "started_at", "base_due_at"):
            assert self.clocks.setdefault(clock_id, (started, due)) == (started, due)
        assert Clock.objects.count() == len(self.clocks)

    @invariant()
    def no_one_decides_on_their_own_decision(self) -> None:
        """Replies, extensions, objections, demands, hearings and reviews: who asks isn't who decides."""
        assert_no_one_decides_on_their_own()

    @invariant()
    def no_letter_without_number_and_entry(self) -> None:
        """Letters come from the moves that owe them, each with its number, its hash and its entry."""
        self.letters.check()

    @invariant()
    def nothing_leaves_before_somebody_agrees(self) -> None:
        """Aid schemes are written to once for each referral that was agreed to."""
        agreed = Referral.objects.filter(agreed_at__isnull=False).count()
        assert Letter.objects.filter(code=LetterCode.REFERRAL).count() == agreed

    @invariant()
    def the_barred_see_nothing(self) -> None:
        """Whoever a matter is about, and all they command, see it nowhere."""
        standing = dict(Matter.objects.values_list("pk", "version"))
        if standing == self.looked_at:
            return  # nothing has changed since they last looked
        self.looked_at = standing
        about = {matter.pk: respondents_of(matter) for matter in with_respondents(Matter.objects.all())}
        for actor in map(self.cast.actor, _OFFICERS if about else ()):
            hidden = {matter_id for matter_id, barred in about.items() if bars(actor, barred)}
            if hidden:
                self._assert_unseen(actor, hidden)

    @invariant()
    def every_receipt_opens_its_matter(self) -> None:
        """A receipt once shown is good for ever."""
        for filed in self.filed:
            assert holder_by_receipt(number=filed.number, code=filed.code).matter_id == filed.matter_id

    @invariant()
    def the_ledger_holds_everything(self) -> None:
        """Rows and entries agree; each version of each matter has its entry."""
        self.steps += 1
        if self.steps % 10 == 0:
            assert ledger_verify().problems == []
        # What a document brings with it, such as a unit's first letter, is entered under the matter but is no step.
        steps = Entry.objects.filter(subject__startswith="matter:").exclude(kind__startswith="documents.")
        counted = steps.values_list("subject").annotate(Count("id"))
        versions = {f"matter:{pk}": version for pk, version in Matter.objects.values_list("pk", "version")}
        assert dict(counted) == versions

    def _ids(self, respondent: tuple[str, str]) -> tuple[int | None, int | None]:
        sort, key = respondent
        return (
            self.cast.units[key] if sort == "unit" else None,
            self.cast.officers[key] if sort == "officer" else None,
        )

    def _filed(self, **given: Any) -> Registered:
        filed = self.cast.file(**given)
        self.filed.append(filed)
        self.touched.add(filed.matter_id)
        return filed

    def _do(self, action: Action, filed: Registered, actor: Actor) -> None:
        WALKED[action](self.cast, actor, filed.matter_id)

    def _again(self, filed: Registered) -> Registered:
        again = self._filed(kind=Kind(self.cast.matter(filed).kind))
        self.cast.to_handler(again, "handler_two")
        given: dict[str, Any] = {"into": filed.number, "reason": "同一件事", "at": self.cast.at}
        self._try(again, lambda actor: matter_merge(actor=actor, matter_id=again.matter_id, **given), "approver")
        return again

    def _try(self, filed: Registered, doing: Callable[[Actor], object], name: str) -> bool:
        who = {"petitioner": petitioner(filed.matter_id), "tick": system("tick")}
        actor = who.get(name) or self.officers[name]
        self.touched.add(filed.matter_id)
        before = self.cast.matter(filed)
        mark = transaction.savepoint()
        try:
            doing(actor)
        except HuiyinError:
            transaction.savepoint_rollback(mark)
            assert self.cast.matter(filed).version == before.version
            return False
        transaction.savepoint_commit(mark)
        return True

    def _assert_unseen(self, actor: Actor, hidden: set[UUID]) -> None:
        for matter_id in hidden:
            with pytest.raises(MatterNotFound):
                matter_get_for(actor=actor, matter_id=matter_id)
        for work_list in _WIDE_LISTS:
            assert hidden.isdisjoint(row.id for row in matter_list_for(actor=actor, work_list=work_list).rows)
        assert hidden.isdisjoint(row.id for row in matter_search_for(actor=actor, text="物业"))


def test_the_walk_does_every_move_but_the_named_ones() -> None:
    assert {action for _state, action in MOVES} == WALKED.keys() | NOT_WALKED.keys()
    assert not WALKED.keys() & NOT_WALKED.keys()


@pytest.mark.django_db
def test_a_random_walk_keeps_every_promise() -> None:
    """Short walks in every run."""
    run_state_machine_as_test(
        RandomWalk,
        settings=settings(
            max_examples=6,
            stateful_step_count=12,
            phases=[Phase.generate],
        ),
    )


@pytest.mark.long
@pytest.mark.django_db
def test_long_random_walks_keep_every_promise() -> None:
    """Many and long ones with `make test-long`."""
    run_state_machine_as_test(
        RandomWalk, settings=settings(max_examples=60, stateful_step_count=60, derandomize=False)
    )
