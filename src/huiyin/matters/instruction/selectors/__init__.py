"""What pages, lists, rounds and figures are given of instructions."""
