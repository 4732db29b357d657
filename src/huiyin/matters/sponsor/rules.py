"""How many steps a leader's plan may have, and how long the name of an office may be."""

MILESTONES_MOST = 5
OFFICE_MAX = 200
