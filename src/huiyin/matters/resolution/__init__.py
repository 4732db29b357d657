"""How far a matter has come for whoever brought it: settled, answered, under review, open."""
