"""What all kinds of case share: how they move, and who hears of their time limits.

A context brings its model, its moves, its gate and its permissions; what it adds to a move are hooks.
"""
