"""Huiyin (回音): every matter has an owner, every matter gets an answer."""

__version__ = "0.1.0"
