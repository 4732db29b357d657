"""Plan periods at the desk: begun, filled, looked at week by week, printed."""
