"""The limits of a team. Plain Python."""

MEMBERS_MOST = 12
PART_MAX = 300
# What the task of a member comes from. A part that takes longer is a slip of the year.
TEAM_PART = "team_part"
DAYS_MOST = 1830
