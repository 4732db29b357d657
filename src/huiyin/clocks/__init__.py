"""Deadlines and calendars: rulebooks as data, and clocks that nobody can reset."""
