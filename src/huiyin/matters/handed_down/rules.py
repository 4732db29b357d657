"""What tasks come from here, by the kinds of their references."""

PROMISED_STEP = "promised_step"
MILESTONE = "plan_step"
RECOMMENDATION = "recommendation"
MATTER = "matter"
