"""Text modules."""
