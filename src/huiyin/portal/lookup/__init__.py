"""Opening a matter with its receipt code."""
