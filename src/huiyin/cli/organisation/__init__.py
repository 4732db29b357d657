"""Correcting the organisation by the command, through the same services as the desk: one module a topic."""
