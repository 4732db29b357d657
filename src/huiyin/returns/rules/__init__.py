"""The words and rules of returns. Plain Python."""
