"""What staff see and do, screen by screen."""
