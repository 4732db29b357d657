"""The letters of a matter, its whole file, and the words, seals and templates that letters are made with."""
