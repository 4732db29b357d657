"""Services for review, recheck and hearings."""
