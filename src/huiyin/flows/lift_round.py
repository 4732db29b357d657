"""What the office wrote down by a slip is corrected once the petitioner has had the time to object."""

import logging
from datetime import datetime

from huiyin.kernel.actor import system
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.setbacks import failure_log
from huiyin.matters.respondents.selectors.respondents import proposals_past
from huiyin.matters.respondents.services.naming import lift_slip

_log = logging.getLogger(__name__)
_SYSTEM = system("lift")


def lift_round(*, at: datetime) -> int:
    """Lift every bar whose petitioner was asked and let the time go by; gives how many. Each by itself."""
    lifted = 0
    for matter_id in proposals_past(at=at):
        try:
            lift_slip(actor=_SYSTEM, matter_id=matter_id, at=at)
            lifted += 1
        except HuiyinError:  # the petitioner was faster
            continue
        except Exception as error:
            failure_log(_log, f"lifting a bar of matter {matter_id}", error)
    return lifted
