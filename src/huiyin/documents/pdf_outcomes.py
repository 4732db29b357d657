"""How the program that copies PDFs ends where it made no copy: its exit status. Whole copies end with 0."""

LOCKED, DAMAGED, ACTIVE, SIGNED, NO_ROOM = 3, 4, 5, 6, 7
