"""One matter's way, step by step: who does it, when, and in which words."""

import random
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from zlib import crc32

from huiyin.cli.demo.diary import Diary
from huiyin.cli.demo.people import Roll
from huiyin.cli.demo.scenes import PETITIONER, Arrival, FilePlan, Scene, Story, Verb
from huiyin.cli.demo.source import voices
from huiyin.cli.demo.writing import StorySetting, chosen, findings, opinions, phrase, quietly, rating
from huiyin.kernel.actor import Role
from huiyin.matters.carrying_out.rules import FollowUpResult
from huiyin.matters.core.rules.states import Channel, Grade, Kind, Outcome, Procedure
from huiyin.matters.handover.rules import HandoverMode
from huiyin.matters.review.rules import ReviewLevel, ReviewOutcome

# Grounds for pointing elsewhere that fit what a unit deals with; anything else goes to the next level up.
_ROUTES = {
    "labour": "arbitration",
    "housing": "litigation",
    "market": "litigation",
    "police": "administrative_procedure",
}
# Days until somebody takes the next small step.
_PROMPT = (0, 0, 0, 0, 0, 1)
# Most answers are there by then.
_REPORT_DAYS = 25


class Storyline:
    """Grows scene by scene; every step is made by somebody whose post allows it."""

    def __init__(
        self, rng: random.Random, *, roll: Roll, setting: StorySetting, arrival: Arrival, lead: str, diary: Diary
    ) -> None:
        """`lead` is the key of the unit that will answer; at first the unit of the arrival has it."""
        self.rng, self._roll, self._setting, self._diary = rng, roll, setting, diary
        self.arrival, self.lead = arrival, lead
        self.unit, self.handler, self._is_assigned = arrival.unit, "", False
        self.level, self.reviewer = ReviewLevel.REVIEW, ""
        self.acceptance: Mapping[str, str] = {}
        self._scenes: list[Scene] = []
        self._used_phrases: set[str] = set()
        self._register()

    def story(self) -> Story:
        """The matter with all its scenes so far."""
        return Story(self.arrival, tuple(self._scenes))

    # --- The first answer ------------------------------------------------------------------------------------

    def accept(self) -> None:
        """The unit that has it accepts, mostly on the same day."""
        self._officer(Verb.ACCEPT, self._receiver(), self.rng.choice(_PROMPT), self.acceptance)

    def decline(self) -> None:
        """Declined: it is being dealt with already, or was decided for good."""
        ground = self.rng.choice(["pending", "pending", "rechecked"])
        words = {"ground": ground, "explanation": self._one_of(voices()["declined"][ground])}
        self._officer(Verb.DECLINE, self._receiver(), self.rng.randint(0, 3), words)

    def redirect(self) -> None:
        """Told where to go instead."""
        ground = _ROUTES.get(self.lead, "other_unit") if self.arrival.kind is Kind.CLAIM else "other_unit"
        if self.arrival.kind is Kind.ACCUSATION:
            ground = "discipline"
        words = {"ground": ground, "route": self._one_of(voices()["redirected"][ground])}
        words |= voices()["bodies"].get(ground, {})
        self._officer(Verb.REDIRECT, self._receiver(), self.rng.randint(0, 3), words)

    # --- Into hands ------------------------------------------------------------------------------------------

    def to_unit(self) -> None:
        """Given to the unit that is competent, if it isn't there already."""
        if self.unit != self.lead:
            words = {"unit": self.lead, "words": "" if quietly(self.arrival.kind) else self._phrase("hand_over")}
            self._officer(
                Verb.ASSIGN_UNIT, self._receiver(), self.rng.choice(_PROMPT), {**words, **self._report_owed()}
            )
            self.unit = self.lead

    def _report_owed(self) -> dict[str, Any]:
        """Every fourth claim is assigned with a day by which to report back; the others are forwarded."""
        # By its token and a fixed sum: Python's own hash would choose others in each process.
        if self.arrival.kind is not Kind.CLAIM or crc32(self.arrival.token.encode()) % 4:
            return {}
        self._is_assigned = True
        return {"mode": HandoverMode.ASSIGN.value, "days": _REPORT_DAYS, "words": voices()["between"]["assigned"]}

    def to_handler(self) -> None:
        """Accepted, in the right unit, with somebody who works on it; the order of the first two varies."""
        if self.arrival.kind is Kind.ACCUSATION or self.rng.random() < 0.15:
            self.to_unit()
            self.accept()
        else:
            self.accept()
            self.to_unit()
        self.to_somebody()

    def to_somebody(self) -> None:
        """The unit that has it names who works on it."""
        self.handler = self.rng.choice(self._roll.of(self.unit, Role.HANDLER))
        director = self.rng.choice([Role.REGISTRAR, Role.APPROVER])
        self._officer(
            Verb.ASSIGN_HANDLER, self._roll.first(self.unit, director), self.rng.choice(_PROMPT),
            {"officer": self.handler},
        )  # fmt: skip

    def to_somebody_else(self) -> None:
        """The unit that has it names another one than before."""
        self.handler = next(
            username for username in self._roll.of(self.unit, Role.HANDLER) if username != self.handler
        )
        self._officer(Verb.ASSIGN_HANDLER, self._approver(), 1, {"officer": self.handler})

    # --- Working on it ---------------------------------------------------------------------------------------

    def work(self) -> None:
        """Notes, perhaps a question and its answer, perhaps a file, perhaps a look at who filed."""
        self.note(1)
        if self.arrival.person and self.rng.random() < 0.2:
            self.open_identity()
        if self.rng.random() < 0.4:
            self.ask()
            self.write("writes", 1, 2)
            if self.rng.random() < 0.4:
                self.attach(PETITIONER, "补充照片.jpg")
        if self.rng.random() < 0.35:
            self.attach(self.handler, "现场核查照片.jpg", public=self.rng.random() < 0.6)
        if self.rng.random() < 0.4:
            self.note(2)

    def note(self, most: int) -> None:
        """The handler writes something down."""
        words = {"body": self._phrase(f"notes{quietly(self.arrival.kind)}")}
        self._officer(Verb.NOTE, self.handler, self.rng.randint(0, most), words)

    def ask(self) -> None:
        """The handler asks the petitioner for more."""
        words = {"body": self._phrase(f"asks{quietly(self.arrival.kind)}")}
        self._officer(Verb.ASK, self.handler, self.rng.randint(0, 1), words)

    def write(self, pool: str, least: int, most: int) -> None:
        """The petitioner writes."""
        at = self._diary.anytime(least, most)
        words = {"body": self._phrase(pool)}
        self._add(Scene(at, self.arrival.token, Verb.WRITE, PETITIONER, words))

    def question(self, least: int, most: int) -> None:
        """The petitioner asks something, and wants an answer."""
        at = self._diary.anytime(least, most)
        words = {"body": self._phrase("questions")}
        self._add(Scene(at, self.arrival.token, Verb.QUESTION, PETITIONER, words))

    def answer_question(self) -> None:
        """The handler answers what was asked."""
        self._officer(Verb.ANSWER, self.handler, self.rng.randint(0, 1), {"body": self._phrase("answers")})

    def attach(self, actor: str, name: str, *, public: bool = True) -> None:
        """Somebody adds a photograph."""
        at = self._diary.anytime(0, 1) if actor == PETITIONER else self._diary.office(0, 1)
        file = FilePlan(self._setting.shows, name, self.rng.randint(1, 6))
        words = {} if public else {"inside": "yes"}
        self._add(Scene(at, self.arrival.token, Verb.ATTACH, actor, words, file=file))

    def open_identity(self) -> None:
        """The handler looks who filed, for a stated purpose."""
        words = {"purpose": self._one_of(voices()["openings_of_identity"]["purposes"])}
        self._officer(Verb.OPEN_IDENTITY, self.handler, 0, words)

    def open_seal(self) -> None:
        """A registrar of the office where it came in looks what is sealed."""
        words = {"purpose": voices()["openings_of_identity"]["sealed"]}
        self._officer(Verb.OPEN_SEAL, self._roll.first("office", Role.REGISTRAR), 1, words)

    # --- The reply -------------------------------------------------------------------------------------------

    def draft(self, given: Sequence[tuple[str, str]] | None = None) -> None:
        """The handler drafts the reply with an opinion on each request."""
        at = self._diary.office(1, 3)
        outcomes = given or opinions(self.rng, self._setting, self.arrival.kind, len(self.arrival.requests))
        words = {
            "facts": findings(self.rng, self._setting, self.arrival.kind),
            "basis": self._one_of(self._setting.topic["basis"]),
        }
        self._add(Scene(at, self.arrival.token, Verb.DRAFT, self.handler, words, opinions=tuple(outcomes)))

    def send_back(self) -> None:
        """The approver sends the draft back; it is drafted anew."""
        words = {"reason": self._phrase("returns")}
        self._officer(Verb.RETURN, self._approver(), 1, words)

    def approve(self) -> None:
        """Approved by somebody who didn't draft it."""
        self._officer(Verb.APPROVE, self._approver(), self.rng.randint(0, 2))

    def serve(self) -> None:
        """Served by the handler."""
        self._officer(Verb.SERVE, self.handler, self.rng.randint(0, 1))
        if self._is_assigned:
            self._is_assigned = False
            words = {"report": voices()["between"]["reported"]}
            self._add(Scene(self._diary.now, self.arrival.token, Verb.REPORT_BACK, self.handler, words))

    def answer(self) -> None:
        """From the handler's desk to the petitioner, now and then by way of a second draft."""
        self.draft()
        if self.rng.random() < 0.2:
            self.send_back()
            self.draft()
        self.approve()
        self.serve()

    # --- Time, agreements, post ------------------------------------------------------------------------------

    def accept_simply(self) -> None:
        """From now on acceptance is one to the simple procedure."""
        self.acceptance = {"procedure": Procedure.SIMPLE.value, "reason": voices()["procedure"]["simple"]}

    def make_ordinary(self) -> None:
        """It isn't that simple after all."""
        self._officer(Verb.MAKE_ORDINARY, self.handler, 1, {"reason": voices()["procedure"]["ordinary"]})

    def more_time(self) -> None:
        """The handler asks for more time, the approver grants it."""
        texts = voices()["procedure"]
        words = {"days": texts["more_time_days"], "reason": texts["more_time"]}
        self._officer(Verb.EXTEND_ASK, self.handler, 2, words)
        self._officer(Verb.EXTEND_GRANT, self._approver(), 1)

    def settle(self) -> None:
        """The petitioner writes that they agree; the handler hands the agreement in."""
        texts = voices()["procedure"]
        at = self._diary.anytime(1, 2)
        self._add(Scene(at, self.arrival.token, Verb.WRITE, PETITIONER, {"body": texts["agrees"]}))
        words = {"facts": texts["settlement_facts"], "agreement": texts["settlement"]}
        self._officer(Verb.SETTLE, self.handler, 0, words)

    def post(self) -> None:
        """The approved reply goes by post."""
        self._officer(Verb.POST, self.handler, 1, {"note": voices()["procedure"]["parcel"]})

    def acknowledge(self) -> None:
        """The receipt comes back."""
        self._officer(Verb.ACKNOWLEDGE, self.handler, 4, {"words": voices()["procedure"]["taken"]})

    # --- Afterwards ------------------------------------------------------------------------------------------

    def rate(self, grade: Grade | None = None) -> None:
        """The petitioner rates; `grade` None: as it happens."""
        at = self._diary.anytime(1, 9)
        self._add(Scene(at, self.arrival.token, Verb.RATE, PETITIONER, rating(self.rng, grade)))

    def close(self) -> None:
        """The unit closes what has been found good; otherwise the end of the window does."""
        self._officer(Verb.CLOSE, self._receiver(), self.rng.randint(1, 3))

    def find_cause(self, codes: tuple[str, ...], note: str) -> None:
        """The handler writes down why it came about."""
        self._officer(Verb.FIND_CAUSE, self.handler, 1, {"codes": codes, "note": note})

    def withdraw(self) -> None:
        """The petitioner withdraws."""
        at = self._diary.anytime(1, 4)
        self._add(Scene(at, self.arrival.token, Verb.WITHDRAW, PETITIONER))

    # --- Supervised, carried out, called back ----------------------------------------------------------------

    def promise(self) -> None:
        """An answer that upholds what is asked, and says what will be done by when."""
        at = self._diary.office(1, 3)
        outcomes = opinions(self.rng, self._setting, self.arrival.kind, len(self.arrival.requests))
        words = {
            "facts": findings(self.rng, self._setting, self.arrival.kind),
            "basis": self._one_of(self._setting.topic["basis"]),
            "steps": voices()["after"]["steps"],
        }
        upheld = tuple((Outcome.UPHELD.value, reasons) for _outcome, reasons in outcomes)
        self._add(Scene(at, self.arrival.token, Verb.DRAFT, self.handler, words, opinions=upheld))
        self.approve()
        self.serve()

    def keep(self, position: int) -> None:
        """The handler says how a promise was kept."""
        words = {"position": position, "note": voices()["after"]["kept"][position - 1]}
        self._officer(Verb.STEP_DONE, self.handler, 2, words)

    def supervise(self) -> None:
        """The petition office's leader wants to know how it stands."""
        texts = voices()["after"]
        words = {"demand": texts["demand"], "days": texts["demand_days"]}
        self._officer(Verb.SUPERVISE, self._roll.first("office", Role.LEADER), 1, words)

    def explain(self) -> None:
        """The unit answers the demand."""
        words = {"position": 1, "answer": voices()["after"]["statement"]}
        self._officer(Verb.ANSWER_SUPERVISION, self._approver(), 2, words)

    def call_back(self, result: FollowUpResult, key: str) -> None:
        """The petition office calls."""
        words = {"result": result.value, "words": voices()["after"][key]}
        self._officer(Verb.FOLLOW_UP, self._roll.first("office", Role.REGISTRAR), 5, words)

    # --- Above -----------------------------------------------------------------------------------------------

    def ask_review(self, level: ReviewLevel = ReviewLevel.REVIEW, *, by: str = "reviewer") -> None:
        """The petitioner asks; the reviewer with that sign-in name takes it."""
        self.level, self.reviewer = level, by
        words = {"level": level, "grounds": voices()["review"]["grounds"][level]}
        self._add(Scene(self._diary.anytime(1, 2), self.arrival.token, Verb.ASK_REVIEW, PETITIONER, words))
        self._officer(Verb.TAKE_REVIEW, by, 1, {"level": level})

    def draft_opinion(self, outcome: ReviewOutcome) -> None:
        """The reviewer drafts what it comes to, and it waits for somebody else."""
        decision: dict[str, str] = {key: voices()["review"][key] for key in ("facts", "basis")}
        decision["opinion"] = voices()["review"]["opinion"][outcome]
        self._officer(Verb.DRAFT_OPINION, self.reviewer, 4, {"outcome": outcome, "decision": decision})

    def decide_review(self, outcome: ReviewOutcome) -> None:
        """Upheld, changed or sent back: drafted, and approved by who leads the unit that decides."""
        self.draft_opinion(outcome)
        if outcome is ReviewOutcome.SENT_BACK:
            self._officer(Verb.SEND_BACK, self._leader_above(), 1, {})
        else:
            self._officer(Verb.DECIDE_REVIEW, self._leader_above(), 1, {"level": self.level})

    def _leader_above(self) -> str:
        """Who leads the unit of the reviewer."""
        unit, dot, _post = self.reviewer.rpartition(".")
        return self._roll.first(unit if dot else "office", Role.LEADER)

    def announce_hearing(self, days: int = 9) -> None:
        """The reviewer announces a hearing in so many days, with the head of the office in the chair."""
        texts = voices()["review"]
        words = {"place": texts["place"], "about": texts["about"], "members": texts["members"]}
        given = {"chair": self._roll.first("office", Role.LEADER), "after": timedelta(days=days)}
        self._officer(Verb.ANNOUNCE_HEARING, self.reviewer, 1, {**words, **given})

    def record_hearing(self) -> None:
        """Held nine days later, and recorded after that."""
        texts = voices()["review"]
        words = {"participants": texts["participants"], "minutes": texts["minutes"], "opinion": texts["heard"]}
        self._officer(Verb.RECORD_HEARING, self.reviewer, 10, words)

    # --- Who and when ----------------------------------------------------------------------------------------

    def _register(self) -> None:
        """On the web at any time, otherwise by a registrar in office hours."""
        actor = self._receiver()
        if self.arrival.channel in {Channel.WEB, Channel.API}:
            actor = self.arrival.channel.value
            at = self._diary.now
        else:
            at = self._diary.office(0, 0)
        self._add(Scene(at, self.arrival.token, Verb.REGISTER, actor))

    def _receiver(self) -> str:
        return self.rng.choice(self._roll.of(self.unit, Role.REGISTRAR))

    def _approver(self) -> str:
        return self._roll.first(self.unit, Role.APPROVER)

    def first(self, unit: str, role: Role) -> str:
        """Somebody in that unit with that role."""
        return self._roll.first(unit, role)

    def step(self, verb: Verb, actor: str, days: int, words: Mapping[str, Any] | None = None) -> None:
        """A step of an officer after so many days."""
        self._officer(verb, actor, days, words)

    def petitioner_move(self, verb: Verb, days: int, words: Mapping[str, Any] | None = None) -> None:
        """A step of the petitioner after so many days, at any hour."""
        self._add(Scene(self._diary.anytime(days, days), self.arrival.token, verb, PETITIONER, words or {}))

    def _officer(self, verb: Verb, actor: str, days: int, words: Mapping[str, Any] | None = None) -> None:
        at = self._diary.office(days, days)
        self._add(Scene(at, self.arrival.token, verb, actor, words or {}))

    def _add(self, scene: Scene) -> None:
        self._scenes.append(scene)

    def _phrase(self, pool: str) -> str:
        return phrase(self.rng, self._setting, pool, self._used_phrases)

    def _one_of(self, texts: Sequence[str]) -> str:
        return chosen(self.rng, self._setting, texts)
