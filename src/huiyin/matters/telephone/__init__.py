"""Telling by telephone."""
