"""How an answer reaches the petitioner."""
