"""The digest of the day: one notice an officer for what isn't urgent, without what they may not hear of any more."""

import logging
from dataclasses import dataclass
from datetime import datetime

from huiyin.flows.officer_notices import notices_visible
from huiyin.kernel.setbacks import failure_log
from huiyin.kernel.time import office_day
from huiyin.notices.selectors import Gathered, digest_was_made, gathered_for, officers_with_gathered
from huiyin.notices.services import digest_cutoff, digest_key, digest_make
from huiyin.orgs.errors import OfficerNotThere
from huiyin.orgs.selectors import actor_for

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DigestReport:
    """How many digests were made, how many waiting notices were left out, how many officers failed for now."""

    made: int = 0
    left_out: int = 0
    failed: int = 0


def digest_round(*, at: datetime) -> DigestReport:
    """Make the digests of the day that aren't made yet; nothing before their hour."""
    before = digest_cutoff(at=at)
    if before is None:
        return DigestReport()
    made = left_out = failed = 0
    for officer_id in officers_with_gathered(before=before):
        # One a day: what has come since it was made waits for the digest of tomorrow.
        if digest_was_made(dedupe=digest_key(officer_id=officer_id, at=at)):
            continue
        try:
            done, out = _digest_of(officer_id, before, at)
            made, left_out = made + done, left_out + out
        except Exception as error:
            failure_log(_log, f"digest of officer {officer_id}", error)
            failed += 1
    return DigestReport(made=made, left_out=left_out, failed=failed)


def _digest_of(officer_id: int, before: datetime, at: datetime) -> tuple[int, int]:
    """Whether there was one, and how many were left out of it."""
    waiting = gathered_for(officer_id=officer_id, before=before)
    heard = _heard(officer_id, waiting, at)
    out = [notice.notice_id for notice in waiting if notice not in heard]
    path = heard[0].path if len(heard) == 1 else ""
    done = digest_make(
        officer_id=officer_id, notice_ids=[notice.notice_id for notice in heard], left_out=out, path=path, at=at
    )
    return int(done), len(out)


def _heard(officer_id: int, waiting: list[Gathered], at: datetime) -> list[Gathered]:
    """Through the gate, as it stands now: who was barred since, or has given the matter away, isn't told of it."""
    try:
        actor = actor_for(officer_id=officer_id, on=office_day(at))
    except OfficerNotThere:
        # A shut account hears of nothing any more: all that waits for it is left out.
        return []
    return notices_visible(actor=actor, notices=waiting)
