"""What may happen to a matter, in plain Python: states, moves, what can be registered, how it is said."""
