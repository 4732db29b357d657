"""How alike two texts are: plain Python."""
