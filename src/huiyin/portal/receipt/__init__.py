"""The receipt."""
