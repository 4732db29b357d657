"""What a rulebook says and how days are counted: plain Python, no Django."""
