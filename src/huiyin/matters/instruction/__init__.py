"""Instructions of bodies outside, or of leaders, that want a report back."""
