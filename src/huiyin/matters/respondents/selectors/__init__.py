"""What pages and lists are given of whom a matter is about, and who must not see it."""
