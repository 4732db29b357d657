"""Who hears at once that somebody's posts, account or rights change."""

from collections.abc import Iterable
from datetime import datetime

from huiyin.kernel.actor import Actor
from huiyin.notices.services import NoticeDraft, notices_enqueue
from huiyin.orgs.selectors import leaders_of
from huiyin.orgs.selectors.grants import auditors

CHANGES_PAGE = "/desk/grants/"


def watchers(unit_id: int) -> list[int]:
    """Who hears of every change in a unit: its leaders, and the auditors."""
    return [*leaders_of(unit_id=unit_id), *sorted(auditors())]


def officers_notify(
    *, template: str, key: str, people: Iterable[int | None], at: datetime, path: str = CHANGES_PAGE,
    actor: Actor | None = None,
) -> None:  # fmt: skip
    """One notice to each of these officers, but to the one who has just done it; in the caller's transaction."""
    did = actor.officer_id if actor else None
    notices_enqueue(
        [
            NoticeDraft(
                template=template,
                dedupe=f"{template}:{key}:{person}",
                at=at,
                officer_id=person,
                params={"path": path},
            )
            # Who leads a unit may be an auditor, too: one notice each.
            for person in dict.fromkeys(people)
            if person is not None and person != did
        ]
    )
