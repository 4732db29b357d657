"""How long texts of a task may be, and how many of something it may have."""

TEXT_MAX = 500
NOTE_MAX = 2_000
REFERENCE_MAX = 40
ASSISTING_MOST = 10
FILES_MOST = 20
