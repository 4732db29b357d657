"""Sealed matters."""
