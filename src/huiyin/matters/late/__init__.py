"""Late matters and the petitioner's reminder."""
