"""Everything of one matter on one page, with the moves that are possible now."""
