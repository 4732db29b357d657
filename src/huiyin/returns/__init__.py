"""What a unit owes again and again: schemes, their slots, and the returns that units send."""
