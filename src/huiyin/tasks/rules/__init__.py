"""What holds for tasks, whatever the database says. Plain Python."""
