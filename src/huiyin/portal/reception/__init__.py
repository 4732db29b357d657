"""Where and when people are received, booking a slot, one's own booking."""
