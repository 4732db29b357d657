"""What others nearby may read."""
