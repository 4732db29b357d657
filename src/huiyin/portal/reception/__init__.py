"""Where people are received."""
