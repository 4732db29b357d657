"""Notes, files, questions and answers."""
