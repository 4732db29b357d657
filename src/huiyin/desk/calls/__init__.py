"""Whom the office has to tell by telephone that there is news."""
