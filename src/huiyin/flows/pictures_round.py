"""The pictures that are missing beside HEIC photos, made little by little; drafts' photos go with their drafts."""

import logging
from dataclasses import dataclass
from datetime import datetime

from huiyin.documents.services.pictures import photos_without_picture, picture_add
from huiyin.kernel.actor import system
from huiyin.kernel.refs import Ref
from huiyin.kernel.setbacks import failure_log
from huiyin.matters.messages.selectors.files import matters_of_files

_log = logging.getLogger(__name__)
_TICK = system("tick")
# A photo takes two to three seconds of a core: so many an hour hold nobody up.
_PAGE = 20


@dataclass(frozen=True, slots=True)
class PicturesReport:
    """How many pictures were made, from how many photos none can be made, and what failed for now."""

    made: int = 0
    unreadable: int = 0
    failed: int = 0


def pictures_round(*, at: datetime) -> PicturesReport:
    """Make up to twenty of them. Each photo is tried once, so after some rounds there is nothing left to do."""
    counts = {"made": 0, "unreadable": 0, "failed": 0}
    after = None
    # Photos of drafts stay without a picture, so one page may hold nothing to do: read on until there is enough.
    while page := photos_without_picture(after=after, limit=_PAGE):
        after = page[-1]
        matters = matters_of_files(file_ids=page)
        for file_id in (photo_id for photo_id in page if photo_id in matters):
            if sum(counts.values()) == _PAGE:
                return PicturesReport(**counts)
            try:
                subject = Ref("matter", matters[file_id])
                is_made = picture_add(actor=_TICK, file_id=file_id, subject=subject, at=at)
                counts["made" if is_made else "unreadable"] += 1
            except Exception as error:
                failure_log(_log, f"picture of file {file_id}", error)
                counts["failed"] += 1
    return PicturesReport(**counts)
