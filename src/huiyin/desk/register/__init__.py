"""Registering for others: a letter, a visit, a call."""
