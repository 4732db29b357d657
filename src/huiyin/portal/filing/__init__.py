"""Filing in eight short steps, kept as a draft at each."""
