"""The vault's plain Python: what an identity is, and how it is sealed. No Django, no rows."""
