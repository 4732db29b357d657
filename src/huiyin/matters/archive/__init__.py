"""Handing files to the records office."""
