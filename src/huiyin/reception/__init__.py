"""Leaders' reception days, published ahead, and the appointments that people book."""
