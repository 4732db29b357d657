"""The records that auditors and administrators read, each without what bars the reader.

Every list is narrowed in its own query, so pages are full, and what is left out leaves no gap, number or count.
What a record is about it says as text; the sorts of these texts stand here, and one that stands nowhere isn't shown.
"""

from typing import Any
from uuid import UUID

from django.db.models import Case, QuerySet

from huiyin.clocks.selectors import clocks_about
from huiyin.db import subjects_shown
from huiyin.kernel.actor import Actor
from huiyin.ledger.selectors import EntryView, entries_before
from huiyin.matters.core.selectors.gate import matters_off_the_record, matters_withheld
from huiyin.matters.recommendation.selectors.views import recommendations_about
from huiyin.notices.rules import RECOMMENDATION_PATH
from huiyin.notices.selectors import OutboxView, notice_is_among, notices_about, outbox_page
from huiyin.reception.selectors import appointments_about
from huiyin.tasks.selectors.following import tasks_about
from huiyin.tasks.selectors.paths import TASK_PATH
from huiyin.vault.services import OpeningFilter, OpeningRecord, openings_list

_Rows = QuerySet[Any, Any]

# These have a page of their own, the security record.
SUBJECTS_OF_SECURITY = frozenset({"security", "installation"})
# What an entry may be about that leads to no matter.
# Of a file that was altered only that is said, not which.
SUBJECTS_OF_NO_MATTER = frozenset(
    {
        "unit",
        "post",
        "officer",
        "area",
        "category",
        "competence",
        "template",
        "vault",
        "home_visit_wish",
        "reception_day",
        "reception_plan",
        "ledger",
        "file",
        "outbox",
        "rulebook",
        "grant",
        "return",
        "return_scheme",
        "text_module",
        "talk",
        "plan_period",
        "sponsor_batch",
    }
)


def ledger_page(*, actor: Actor, before: int | None, limit: int) -> list[EntryView]:
    """The newest entries, or those before a place, without those about matters that bar the actor or are sealed."""
    return entries_before(shown=entries_shown(actor), seq=before, limit=limit)


def openings_page(
    *, actor: Actor, after: UUID | None, limit: int, only: OpeningFilter | None = None
) -> list[OpeningRecord]:
    """The newest openings, or those behind one, without those of matters withheld here. Raises NotAllowed."""
    return openings_list(actor=actor, shown=openings_shown(actor), after=after, limit=limit, only=only)


def entries_shown(actor: Actor) -> Case:
    """The condition on entries by which every view of the ledger is narrowed for this actor."""
    return subjects_shown(
        "subject", free=SUBJECTS_OF_NO_MATTER, hidden=subjects_hidden(matters_off_the_record(actor))
    )


def openings_shown(actor: Actor) -> Case:
    """The same for openings."""
    withheld = matters_withheld(actor)
    hidden = {"matter": withheld, "appointment": appointments_about(matters=withheld)}
    # A wish to be visited is about no matter yet.
    return subjects_shown("subject", free=("home_visit_wish",), hidden=hidden)


def notices_page(*, actor: Actor, after: UUID | None, limit: int) -> list[OutboxView]:
    """The newest notices, or those behind one, without those about matters that are withheld from the actor."""
    return outbox_page(hidden=_notices_hidden(matters_withheld(actor)), after=after, limit=limit)


def notice_is_hidden(*, actor: Actor, notice_id: UUID) -> bool:
    """Whether a notice is about a matter that is withheld from the actor."""
    return notice_is_among(notices=_notices_hidden(matters_withheld(actor)), notice_id=notice_id)


def subjects_hidden(matters: _Rows) -> dict[str, _Rows]:
    """By the sort of an entry's subject: the rows that lead to one of these matters."""
    about = subjects_about(matters)
    return about | {"clock": clocks_about(subjects=list(about.values())), "notice": _notices_hidden(matters)}


def subjects_about(matters: _Rows) -> dict[str, _Rows]:
    """By sort: these matters, and the rows that lead to one of them by a column of their own."""
    return {
        "matter": matters,
        "recommendation": recommendations_about(matters=matters),
        "task": tasks_about(cases=matters),
        "appointment": appointments_about(matters=matters),
    }


def _notices_hidden(matters: _Rows) -> _Rows:
    about = subjects_about(matters)
    return notices_about(
        matters=matters,
        appointments=about["appointment"],
        led_to={RECOMMENDATION_PATH: about["recommendation"], TASK_PATH: about["task"]},
    )
