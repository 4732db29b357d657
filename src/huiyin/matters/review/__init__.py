"""Review, recheck and hearings."""
