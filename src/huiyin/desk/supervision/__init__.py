"""What is demanded of units, what is recommended to them, and who has to be called back."""
