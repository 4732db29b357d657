"""Leaving a device that others use too."""
