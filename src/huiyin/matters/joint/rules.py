"""How many speak for a joint matter (条例 Art 20): the number of names has no limit, that of representatives has."""

REPRESENTATIVES_MOST = 5
