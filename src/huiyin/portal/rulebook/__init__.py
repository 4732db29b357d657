"""The rules in force, for everybody to read: kinds, periods, grounds, letters, and the states of a matter."""
