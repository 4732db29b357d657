"""Standing aside."""
