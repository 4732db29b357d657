"""The first answer: accepted, declined, or led elsewhere."""
