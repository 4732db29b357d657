"""What tasks come from here, by the kinds of their references."""

DEMAND = "demand"
PROMISED_STEP = "promised_step"
MILESTONE = "plan_step"
RECOMMENDATION = "recommendation"
MATTER = "matter"
