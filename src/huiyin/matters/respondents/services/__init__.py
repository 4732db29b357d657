"""Services for whom a matter is about, and who must not see it."""
