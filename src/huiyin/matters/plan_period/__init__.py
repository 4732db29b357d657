"""Plan periods: old matters that are worked off by a day, each with its leader, its plan and a line a week."""
