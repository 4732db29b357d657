"""What pages and lists are given of what all topics share."""
