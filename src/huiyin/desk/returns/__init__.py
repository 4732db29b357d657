"""What units owe again and again: one's own returns, schemes, and the roll-up of a unit above."""
