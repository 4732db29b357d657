"""The words and limits of recommendations of the petition office."""

from enum import StrEnum

from huiyin.kernel.text import N_


class RecommendationKind(StrEnum):
    """The three kinds (条例 Art 40)."""

    IMPROVEMENT = "improvement"
    POLICY = "policy"
    ACCOUNTABILITY = "accountability"


RECOMMENDATION_LABELS = {
    RecommendationKind.IMPROVEMENT: N_("改进工作建议"),
    RecommendationKind.POLICY: N_("完善政策建议"),
    RecommendationKind.ACCOUNTABILITY: N_("追究责任建议"),
}
