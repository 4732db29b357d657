"""What pages and lists are given of notes, files, questions and answers."""
