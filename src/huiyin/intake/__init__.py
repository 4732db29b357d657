"""How matters come in: drafts of the web form, and what other systems held before."""
