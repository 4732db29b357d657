"""Opening a matter with number and receipt code."""
