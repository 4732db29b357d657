"""Explanation meetings that wait for somebody: a list, and a part of the start page."""
