"""What pages and lists are given of going from unit to unit."""
