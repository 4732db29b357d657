"""Explanation meetings: the answer explained face to face, because the petitioner wishes it."""
