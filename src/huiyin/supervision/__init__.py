"""Supervision: demands on the units that have matters, by hand and by rule (条例 Art 40)."""
