"""What an answer promises, and the call back."""
