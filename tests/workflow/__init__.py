"""The workflow that all kinds of case share, tried on a case of its own."""
