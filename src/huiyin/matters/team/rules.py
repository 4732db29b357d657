"""The limits of a team. Plain Python."""

MEMBERS_MOST = 12
PART_MAX = 300
