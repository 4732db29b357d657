"""What a representative of a joint matter sees."""
