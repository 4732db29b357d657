"""What pages and lists are given of review, recheck and hearings."""
