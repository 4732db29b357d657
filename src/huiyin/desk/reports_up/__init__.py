"""Reports to those above: which are owed, and how many went in time."""
