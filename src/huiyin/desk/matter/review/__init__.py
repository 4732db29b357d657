"""On a matter's page: review, recheck and hearings."""
