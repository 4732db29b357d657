"""How many steps a leader's plan may have, how long an office's name may be, and what an ending answers."""

from enum import StrEnum

from huiyin.kernel.text import N_

# Over all leaders that a matter has had.
MILESTONES_MOST = 30
OFFICE_MAX = 200


class FourPoint(StrEnum):
    """What a leader doesn't let go of (四个不放过)."""

    RESPONSIBILITY = "responsibility"
    WORK = "work"
    HAZARD = "hazard"
    PROBLEM = "problem"


FOUR_POINT_LABELS = {
    FourPoint.RESPONSIBILITY: N_("责任落实了没有"),
    FourPoint.WORK: N_("工作做到位了没有"),
    FourPoint.HAZARD: N_("隐患排除了没有"),
    FourPoint.PROBLEM: N_("问题解决了没有"),
}


class ShownBy(StrEnum):
    """What of a matter an answer can point to."""

    LETTER = "letter"
    FILE = "file"
    STEP = "step"
