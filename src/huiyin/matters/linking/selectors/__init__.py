"""What pages and lists are given of matters that belong together."""
