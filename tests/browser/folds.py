"""The sorts of folds that pages have, by their classes, and those that stay folded on paper."""

NOT_PRINTED = frozenset({"move", "menu", "arrange", "no-print"})
FOLDS = (
    "",
    "more",
    "more fold",
    "more no-print",
    "mail",
    "matter-stopped",
    "arrange",
    "arrange filters-more",
    "arrange no-print",
    "menu",
    "menu bell",
    "move",
    "move move-why",
    "move-group moves-seldom",
    "move-group moves-seldom move-why",
    "choice-list no-print",
    "text-modules no-print",
)


def is_printed(classes: str) -> bool:
    """Whether paper shows what is in such a fold."""
    return not NOT_PRINTED & set(classes.split())
