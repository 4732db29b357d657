"""Filing in five steps, kept as a draft at each."""
