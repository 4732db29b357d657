"""Services for notes, files, questions and answers."""
