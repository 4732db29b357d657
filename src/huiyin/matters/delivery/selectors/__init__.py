"""What pages and lists are given of how an answer reaches the petitioner."""
