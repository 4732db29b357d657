"""What pages and lists are given of lists of matters."""
