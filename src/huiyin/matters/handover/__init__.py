"""Going from unit to unit."""
