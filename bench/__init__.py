"""Measurements: `make bench` runs them; `BENCH="…"` narrows them down."""
