"""Reception days: publishing them, the list of a day, and writing down what was said."""
