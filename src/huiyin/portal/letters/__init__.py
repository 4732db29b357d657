"""Whether a letter is genuine."""
