"""Letting others nearby read that a matter has been brought already: the petitioner's choice alone."""
