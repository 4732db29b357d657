"""What a file is, what it may be called, what may be in it: plain Python."""
