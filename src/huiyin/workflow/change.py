"""A move that is being made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.db import models

from huiyin.kernel.actor import Actor
from huiyin.notices.services import NoticeDraft
from huiyin.workflow.models import Case
from huiyin.workflow.moves import Move

Facts = Mapping[str, str | int | bool | None]
CaseT = TypeVar("CaseT", bound=Case)


@dataclass(slots=True)
class Change(Generic[CaseT]):
    """Fill it inside `move(…)`; it is written when the block ends.

    `facts` go into the sentence of the timeline. `rows` are what the ledger's entry commits to besides, `fresh` those
    of them that are new. `target` None leaves the state. `event` is what the clocks hear ("": nothing), of `round`
    (None: the case's own), at `event_at` (None: `at`). `late_on` is the day that was typed where that lies further
    back than the rulebook allows: the entry says it beside when it was written. `office` is in whose name it is shown
    where the officer's posts don't tell. `is_new`: the case begins with it.
    """

    case: CaseT
    move: Move[Any, Any]
    actor: Actor
    at: datetime
    before: str
    facts: dict[str, str | int | bool | None] = field(default_factory=dict)
    rows: list[models.Model] = field(default_factory=list)
    fresh: list[models.Model] = field(default_factory=list)
    article: str = ""
    target: Any = None
    event: str = ""
    round: int | None = None
    event_at: datetime | None = None
    late_on: date | None = None
    is_public: bool = True
    office: str = ""
    is_new: bool = False
    notices: list[NoticeDraft] = field(default_factory=list)
    # The version that the case has once this is written; the same in the block and in every hook.
    version_after: int = field(init=False)

    def __post_init__(self) -> None:
        # Now: when hooks run, the case has it already.
        self.version_after = self.case.version + 1

    def save(self, *rows: models.Model) -> None:
        """Write new rows; the ledger entry commits to them."""
        for row in rows:
            row.save(force_insert=True)
            self.rows.append(row)
            self.fresh.append(row)

    def changed(self, *rows: models.Model) -> None:
        """Write rows that were there before; the ledger entry commits to what they say now."""
        for row in rows:
            row.save(force_update=True)
            self.rows.append(row)

    def notices_to(
        self, template: str, officer_ids: Iterable[int], *, params: Mapping[str, str], once: str = ""
    ) -> list[NoticeDraft]:
        """A notice for each, one a change; `once` is what several changes share that are one thing to its readers."""
        key = once or f"{self.version_after}"
        return [
            NoticeDraft(
                template=template,
                dedupe=f"{template}:{self.case.pk}:{key}:{officer_id}",
                at=self.at,
                officer_id=officer_id,
                params=dict(params),
            )
            for officer_id in officer_ids
        ]
