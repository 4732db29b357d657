"""What pages and lists are given of recommendations of the petition office."""
