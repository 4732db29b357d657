"""Signing on with the organisation's own systems: each says who somebody is, and links decide whose account opens."""
