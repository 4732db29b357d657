"""The letters of a matter, its whole file, and the prefixes, seals and templates that letters are made with."""
