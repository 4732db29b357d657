"""The causes: what the authorities did or left undone. None is about whoever brought the matter. Plain Python."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from huiyin.kernel.text import N_
from huiyin.matters.cause.errors import CauseMissing, CauseNotAlone


class CauseCode(StrEnum):
    """Why it came about, as far as authorities had a part in it."""

    UNLAWFUL = "unlawful"
    INACTIVE = "inactive"
    PROCEDURE = "procedure"
    POLICY = "policy"
    OPENNESS = "openness"
    MANNER = "manner"
    QUALITY = "quality"
    BETWEEN_UNITS = "between_units"
    INHERITED = "inherited"
    NONE = "none"


CAUSE_LABELS: Mapping[CauseCode, str] = {
    CauseCode.UNLAWFUL: N_("行为违法或者不当，侵犯了权益"),
    CauseCode.INACTIVE: N_("该办的没有办，或者拖得太久"),
    CauseCode.PROCEDURE: N_("办事程序有瑕疵"),
    CauseCode.POLICY: N_("政策不明确，或者前后不一"),
    CauseCode.OPENNESS: N_("没有公开，没有讲清楚"),
    CauseCode.MANNER: N_("沟通不到位，态度或者方法简单"),
    CauseCode.QUALITY: N_("服务或者工程质量有问题"),
    CauseCode.BETWEEN_UNITS: N_("单位之间职责不清，互相推"),
    CauseCode.INHERITED: N_("历史遗留，一直没有处理"),
    CauseCode.NONE: N_("机关方面没有原因"),
}


def causes_checked(given: Iterable[str]) -> tuple[CauseCode, ...]:
    """The causes in the order of their list, each once. Raises CauseMissing, CauseNotAlone."""
    chosen = set(given)
    found = tuple(code for code in CauseCode if code.value in chosen)
    if not found or len(found) != len(chosen):
        raise CauseMissing
    if CauseCode.NONE in found and len(found) > 1:
        raise CauseNotAlone
    return found
