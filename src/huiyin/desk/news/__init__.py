"""What an open page asks again and again: whether it is still as it was shown, and what is new to its reader."""
